package org.superpose.grid;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.superpose.model.Layout;

/**
 * Predicts how long a point takes on one core: (steps × step + evaluation + statistics) × a factor for this machine. The factor is 1 on the
 * machine of the table in {@link StepCost} and is learnt from finished points.
 */
public final class CostModel implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * Expected share of the most steps where a stop rule may end training. Of four runs of the recipe paper, two stopped after 5490 and
     * 15 000 and two used all 45 000 steps: 0.61 in the mean.
     */
    static final double STOPPED_SHARE = 0.6;

    /** Seconds that a point takes whatever its size: opening a kernel, a row, its random streams. */
    private static final double POINT_SECONDS = 2e-3;

    /** Samples for a standard error of 0.5 % of the loss if the loss of one sample spread as widely as its mean. */
    private static final double SAMPLES_PER_VARIANCE = 1 / (0.005 * 0.005);

    private static final double MOST_SAMPLES = 1 << 20;
    private static final int EVALUATION_BATCH = 1024;
    /** An evaluation has no backward pass and no update. */
    private static final double EVALUATION_SHARE = 0.5;

    /** Nanoseconds per multiplication and per element of the streamed W = W_out W_in. */
    private static final double STATISTICS_PRODUCT = 0.05;

    private static final double STATISTICS_ELEMENT = 3;

    private final String kernel;
    private final double factor;

    private CostModel(String kernel, double factor) {
        this.kernel = kernel;
        this.factor = factor;
    }

    /**
     * A finished point.
     *
     * @param steps it really took
     * @param seconds of training and measuring
     */
    public record Observation(Point point, long steps, double seconds) {}

    /** The uncalibrated model of a kernel: reference, cpu or nd4j, not auto. */
    public static CostModel of(String kernel) {
        StepCost.of(kernel);
        return new CostModel(kernel, 1);
    }

    /** This model times a further factor. */
    public CostModel calibrated(double further) {
        if (!(further > 0 && further < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a factor is positive and finite; got " + further);
        }
        return new CostModel(kernel, factor * further);
    }

    /**
     * This model corrected by the median of actual/predicted, each observation weighing as much as its predicted time: robust against
     * stray values, and right where the time goes. Observations of other kernels do not belong here. Without usable ones the model stays as it
     * is.
     */
    public CostModel calibrated(List<Observation> observations) {
        record Ratio(double value, double weight) {}
        List<Ratio> ratios = observations.stream()
                .filter(observation -> observation.seconds() > 0 && observation.seconds() < Double.POSITIVE_INFINITY)
                .map(observation -> {
                    double predicted = seconds(observation.point(), observation.steps());
                    return new Ratio(observation.seconds() / predicted, predicted);
                })
                .sorted(Comparator.comparingDouble(Ratio::value))
                .toList();
        double half = ratios.stream().mapToDouble(Ratio::weight).sum() / 2;
        double sum = 0;
        for (Ratio ratio : ratios) {
            sum += ratio.weight();
            if (sum >= half) {
                return calibrated(ratio.value());
            }
        }
        return this;
    }

    /** The machine's factor on the table's times. */
    public double factor() {
        return factor;
    }

    /** The kernel whose times these are. */
    public String kernel() {
        return kernel;
    }

    /** Seconds expected of one training step on one core. */
    public double stepSeconds(Layout layout, double density, int batch) {
        return factor * StepCost.of(kernel).seconds(layout, density, batch);
    }

    /** Seconds expected on one core, from initialisation to the finished row. */
    public double seconds(Point point) {
        return seconds(point, expectedSteps(point));
    }

    /** The steps expected: the most, or {@link #STOPPED_SHARE} of it under a stop rule. */
    public static double expectedSteps(Point point) {
        int steps = point.training().steps();
        return point.training().stop() == null ? steps : STOPPED_SHARE * steps;
    }

    private double seconds(Point point, double steps) {
        StepCost cost = StepCost.of(kernel);
        double training = steps
                * cost.seconds(point.layout(), point.density(), point.training().batch());
        double batches = Math.ceil(evaluationSamples(point) / EVALUATION_BATCH);
        double evaluation =
                EVALUATION_SHARE * batches * cost.seconds(point.layout(), point.density(), EVALUATION_BATCH);
        return factor * (POINT_SECONDS + training + evaluation + statistics(point));
    }

    /** n·p features are active in a sample, so its loss varies by about 1 + 4/(n p) of its mean squared, over n. */
    private static double evaluationSamples(Point point) {
        double active = point.n() * point.density();
        return Math.min(MOST_SAMPLES, SAMPLES_PER_VARIANCE * (1 + 4 / active) / Math.min(point.n(), 1 + active));
    }

    private static double statistics(Point point) {
        double elements = (double) point.n() * point.n();
        return 1e-9 * elements * (STATISTICS_ELEMENT + STATISTICS_PRODUCT * point.m());
    }
}
