package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.superpose.measure.Measurement;
import org.superpose.model.Activation;
import org.superpose.model.Weights;

/**
 * The geometry of one model, each part as far as its size lets it be known. A part that is left out is null, and {@link #skipped} says why; so
 * is, without a word, a part that does not exist.
 *
 * @param encoder by the columns of W_in
 * @param interaction by W, null for a tied model, for which it is the same
 * @param neurons null without a hidden ReLU
 * @param sum the direct sum by {@link OverlapSums}
 * @param codes the summands of {@code sum} as spherical codes, in its order; null of one feature alone
 * @param planes the direct sum by {@link SubspaceSums}
 * @param barcode of the unit vectors ŵ_i of the represented features
 * @param regions null for outputs whose kinks are not where w_i·h + b_i = 0
 * @param skipped which parts were left out or cut short, and why
 */
public record GeometryReport(
        ModelGeometry encoder,
        ModelGeometry interaction,
        List<Neuron> neurons,
        DirectSum sum,
        List<SphericalCode> codes,
        DirectSum planes,
        Barcode barcode,
        DecoderRegions regions,
        List<String> skipped) {
    /** The most multiplications in comparing planes with one another, for each k; they take a second or two. */
    private static final double MOST_COMPARED = 5e8;

    public GeometryReport {
        skipped = List.copyOf(skipped);
    }

    /**
     * Of a model.
     *
     * @param subject with finite weights
     * @param wanted asked between the parts; false abandons them
     * @throws CancellationException if they are abandoned
     */
    public static GeometryReport of(Measurement.Subject subject, BooleanSupplier wanted) {
        int n = subject.weights().layout().n();
        return n > ModelGeometry.MOST_FEATURES
                ? none(List.of("all: " + n + " features, at most " + ModelGeometry.MOST_FEATURES))
                : new Parts(subject, wanted).report();
    }

    private static GeometryReport none(List<String> skipped) {
        return new GeometryReport(null, null, null, null, null, null, null, null, skipped);
    }

    Integer count(FeaturePlace.Role role) {
        return encoder == null
                ? null
                : (int) encoder.features().stream()
                        .filter(feature -> feature.role() == role)
                        .count();
    }

    Integer count(Neuron.Kind kind) {
        return neurons == null
                ? null
                : (int) neurons.stream().filter(neuron -> neuron.kind() == kind).count();
    }

    Integer antipodalPairs() {
        return encoder == null
                ? null
                : (int) encoder.features().stream()
                        .filter(feature -> feature.antipode() != null && feature.antipode() > feature.i())
                        .count();
    }

    /** Finds the parts one after another. */
    private static final class Parts {
        private final Measurement.Subject subject;
        private final Weights weights;
        private final BooleanSupplier wanted;
        private final double[][] vectors;
        private final List<String> skipped = new ArrayList<>();

        Parts(Measurement.Subject subject, BooleanSupplier wanted) {
            this.subject = subject;
            this.weights = subject.weights();
            this.wanted = wanted;
            this.vectors = FeatureVectors.encoder(weights);
        }

        GeometryReport report() {
            boolean tied = weights.layout().spec().tied();
            boolean privileged = weights.layout().spec().hidden() == Activation.RELU;
            ModelGeometry encoder = part("features", () -> ModelGeometry.ofEncoder(weights));
            ModelGeometry interaction = tied ? null : part("interaction", () -> ModelGeometry.ofInteraction(weights));
            DirectSum sum = sum();
            return new GeometryReport(
                    encoder,
                    interaction,
                    privileged ? Neuron.of(weights) : null,
                    sum,
                    sum == null ? null : codes(sum),
                    sum == null ? null : planes(),
                    barcode(),
                    regions(),
                    skipped);
        }

        private DirectSum sum() {
            int n = weights.layout().n();
            if (n > DirectSum.MOST_FEATURES) {
                skipped.add("summands: " + n + " features, at most " + DirectSum.MOST_FEATURES);
                return null;
            }
            return part("summands", () -> OverlapSums.of(vectors));
        }

        /** Returns null, and notes it, if eigenvalues do not converge. */
        private <T> T part(String part, Supplier<T> found) {
            if (!wanted.getAsBoolean()) {
                throw new CancellationException("geometry abandoned before " + part);
            }
            try {
                return found.get();
            } catch (MathIllegalStateException e) {
                skipped.add(part + ": " + e.getMessage());
                return null;
            }
        }

        private List<SphericalCode> codes(DirectSum sum) {
            List<SphericalCode> codes = new ArrayList<>();
            for (Summand summand : sum.summands()) {
                codes.add(
                        summand.features().size() < 2
                                ? null
                                : SphericalCode.of(Linear.select(vectors, summand.features()), summand.dimension()));
            }
            return codes;
        }

        /** Finds direct sums by planes through as many subsets as the bound on time allows, if that is at least two for each feature. */
        private DirectSum planes() {
            SubspaceSums.Search search = SubspaceSums.Search.DEFAULT;
            int n = weights.layout().n();
            int m = weights.layout().m();
            int subsets = (int) Math.min(search.subsets(), Math.sqrt(MOST_COMPARED / (m * (m + 1.0) / 2)));
            if (subsets < 2 * n) {
                skipped.add("planes: m = " + m + " leaves time for " + subsets + " subsets, too few for n = " + n);
                return null;
            }
            SubspaceSums.Search bounded = new SubspaceSums.Search(
                    search.mostDimensions(),
                    subsets,
                    search.radius(),
                    search.tolerance(),
                    search.leak(),
                    search.independence());
            return part("planes", () -> SubspaceSums.of(vectors, bounded));
        }

        private Barcode barcode() {
            double[][] units = Arrays.stream(vectors)
                    .filter(FeaturePlace::represented)
                    .map(Linear::unit)
                    .toArray(double[][]::new);
            return units.length == 0 ? null : part("barcode", () -> barcode(units));
        }

        private Barcode barcode(double[][] units) {
            if (units.length <= Barcode.MOST_POINTS[2]) {
                return Barcode.of(units, 2);
            }
            skipped.add("barcode: H2 takes at most " + Barcode.MOST_POINTS[2] + " points, not " + units.length);
            Barcode barcode = Barcode.sampled(units, 1);
            if (barcode.points() < units.length) {
                skipped.add("barcode: H0 and H1 of a sample of " + barcode.points() + " points of " + units.length);
            }
            return barcode;
        }

        private DecoderRegions regions() {
            return switch (weights.layout().spec().output().kind()) {
                case RELU, LEAKY_RELU -> listed(part("regions", () -> DecoderRegions.of(subject)));
                default -> null;
            };
        }

        private DecoderRegions listed(DecoderRegions regions) {
            if (regions != null && regions.regions().size() < regions.count()) {
                skipped.add("regions: the " + regions.regions().size() + " most probable of " + regions.count()
                        + (regions.exact() ? "" : " seen in " + regions.samples() + " samples"));
            }
            return regions;
        }
    }
}
