package org.superpose.bench;

import java.util.Arrays;
import java.util.List;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.data.RandomStream;
import org.superpose.measure.Feature;
import org.superpose.measure.Interactions;
import org.superpose.measure.Measurement;
import org.superpose.measure.Representation;
import org.superpose.measure.Symmetry;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/**
 * Times all statistics of a model, its features' included and the evaluation of the loss and the Kolmogorov–Smirnov test left out, beside
 * the dense product W_out W_in alone: by this program's own product, and by ND4J's BLAS where there is one.
 */
public final class StatisticsBenchmark {
    private static final double DENSITY = 0.05;

    private StatisticsBenchmark() {}

    /**
     * What was found, medians in milliseconds.
     *
     * @param statistics all of them
     * @param scalars without those of single features
     * @param product the fastest product of n × m and m × n
     * @param source whose product it is
     * @param gflops its speed
     */
    public record Result(double statistics, double scalars, double product, String source, double gflops) {}

    /**
     * Times random weights. The time depends on others only where more than one row in 64 is nearly orthogonal to all others ({@link
     * org.superpose.linear.GramSums}): then it is that of a second product.
     */
    public static Result time(Layout layout, double seconds) {
        Measurement.Subject subject = subject(layout);
        double statistics = Stopwatch.time(() -> all(subject), seconds).median();
        double scalars = Stopwatch.time(() -> scalars(subject), seconds).median();
        int size = layout.n() * layout.m();
        float[] values = subject.weights().values();
        float[] decoder = Arrays.copyOfRange(values, layout.decoder(), layout.decoder() + size);
        float[] encoder = Arrays.copyOfRange(values, layout.encoder(), layout.encoder() + size);
        double product = Double.POSITIVE_INFINITY;
        String source = "";
        for (MatrixProduct candidate : MatrixProduct.available()) {
            Runnable run = candidate.prepare(decoder, encoder, layout.n(), layout.n(), layout.m());
            double median = Stopwatch.time(run, seconds).median();
            if (median < product) {
                product = median;
                source = candidate.name();
            }
        }
        return new Result(statistics, scalars, product, source, 2.0 * size * layout.n() / (product * 1e6));
    }

    private static void all(Measurement.Subject subject) {
        Interactions interactions = Interactions.of(subject);
        List<Feature> features = interactions.features();
        check(interactions.symmetry(null), interactions.representation(), features.size());
    }

    private static void scalars(Measurement.Subject subject) {
        Interactions interactions = Interactions.of(subject);
        check(interactions.symmetry(null), interactions.representation(), 0);
    }

    /** Uses what was computed, lest it be left out. */
    private static void check(Symmetry symmetry, Representation representation, int features) {
        if (!(symmetry.norm + representation.frobenius2() + features >= 0)) {
            throw new IllegalStateException(
                    "statistics that are not numbers: norm " + symmetry.norm + ", " + representation);
        }
    }

    private static Measurement.Subject subject(Layout layout) {
        double[] uniforms = RandomStream.of("benchmark", "statistics").uniforms(0, layout.size());
        float[] values = new float[layout.size()];
        for (int q = 0; q < values.length; q++) {
            values[q] = (float) ((2 * uniforms[q] - 1) * Math.sqrt(3.0 / layout.m()));
        }
        return new Measurement.Subject(
                new Weights(layout, values),
                new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), DENSITY, new Importance.Decay(1)),
                "benchmark");
    }
}
