package org.superpose.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.geometry.DecoderRegions.Entered;
import org.superpose.measure.Measurement;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;

class GeometryReportTest {
    private static GeometryReport report(Weights weights, double density) {
        Measurement.Subject subject = new Measurement.Subject(
                weights,
                new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), density, new Importance.Decay(1)),
                "key");
        return GeometryReport.of(subject, () -> true);
    }

    private static Weights tied(double[][] vectors, double bias) {
        double[] biases = new double[vectors.length];
        Arrays.fill(biases, bias);
        return Planted.model(true, Activation.IDENTITY, vectors, vectors, biases);
    }

    @Test
    void aBipyramid() {
        GeometryReport report = report(tied(KnownCodes.bipyramid(3), 0), 0.1);
        assertThat(GeometryColumns.ALL.scalars(report))
                .containsEntry("rank", 3)
                .containsEntry("tight", false)
                .containsEntry("dropped", 0)
                .containsEntry("dedicated", 0)
                .containsEntry("superposed", 5)
                .containsEntry("antipodal_pairs", 1)
                .containsEntry("polysemantic_neurons", null)
                .containsEntry("sum_name", "triangle ⊕ digon")
                .containsEntry("polytope", "triangular bipyramid")
                .containsEntry("planes_agree", true)
                .containsEntry("exhaustive", true)
                .containsEntry("barcode_points", 5)
                .containsEntry("covering_radius", 0.0)
                .containsEntry("regions_exact", false)
                .containsEntry("interaction_dimensionality_sum", null);
        assertThat((Double) GeometryColumns.ALL.scalars(report).get("dimensionality_sum"))
                .isCloseTo(3, within(1e-6));
        assertThat(report.codes()).extracting(SphericalCode::count).containsExactly(3, 2);
        assertThat(report.codes().get(0).excess()).isCloseTo(0, within(1e-6));
        List<PersistenceInterval> loops = Bars.longer(report.barcode(), 1, 0.1);
        assertThat(loops).hasSize(2).allSatisfy(loop -> {
            assertThat(loop.birth()).isCloseTo(Math.sqrt(2), within(1e-6));
            assertThat(loop.death()).isCloseTo(Math.sqrt(3), within(1e-6));
        });
        assertThat(report.skipped()).isEmpty();
    }

    /** A pentagon with b < 0: x = 0 falls into the region in which none fires, and Σ P = 1 over the 16 regions of five lines. */
    @Test
    void theRegionsOfAPentagonHoldAllSamples() {
        DecoderRegions regions =
                report(tied(KnownCodes.polygon(5), -0.25), 0.05).regions();
        assertThat(regions.exact()).isTrue();
        assertThat(regions.count()).isEqualTo(16).isEqualTo(regions.regions().size());
        assertThat(regions.unseen()).isZero();
        assertThat(regions.regions().stream().mapToDouble(Entered::probability).sum())
                .isCloseTo(1, within(1e-12));
        Entered silent = regions.regions().get(0);
        assertThat(silent.firing()).isEmpty();
        // All off, or one on with u < 1/4: no corner fires.
        double most = Math.pow(0.95, 5) + 5 * Math.pow(0.95, 4) * 0.05 / 4;
        assertThat(silent.probability()).isBetween(most - 0.02, most + 0.03);
        // The regular pentagon with inradius 1/4 has the area 5 r² tan 36°.
        assertThat(silent.area()).isCloseTo(5 * 0.0625 * Math.tan(Math.PI / 5), within(1e-6));
        assertThat(regions.regions()).anyMatch(region -> region.area() == null);
    }

    /** Two digons without bias: their lines are the axes, and only samples active in both pairs are off them. */
    @Test
    void samplesOnALineAreInNoRegion() {
        DecoderRegions regions =
                report(tied(KnownCodes.crossPolytope(2), 0), 0.1).regions();
        double active = 1 - 0.9 * 0.9;
        assertThat(regions.count()).isEqualTo(4);
        assertThat(regions.unseen()).isCloseTo(1 - active * active, within(0.008));
        assertThat(regions.regions().stream().mapToDouble(Entered::probability).sum() + regions.unseen())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void anUntiedModelIsSeenByWAsWell() {
        Random random = new Random(3);
        double[][] encoder = Planted.gaussian(7, 3, random);
        double[][] decoder = Planted.gaussian(7, 3, random);
        GeometryReport report = report(Planted.model(false, Activation.RELU, encoder, decoder, new double[7]), 0.2);
        double sum = 0;
        for (int i = 0; i < 7; i++) {
            double own = Math.max(0, Linear.dot(decoder[i], encoder[i]));
            double all = own * own;
            for (int j = 0; j < 7; j++) {
                all += j == i ? 0 : Math.pow(Linear.dot(decoder[i], encoder[j]), 2);
            }
            sum += own * own / all;
        }
        assertThat((Double) GeometryColumns.ALL.scalars(report).get("interaction_dimensionality_sum"))
                .isCloseTo(sum, within(1e-5));
        int units = List.of("dead_neurons", "monosemantic_neurons", "polysemantic_neurons").stream()
                .mapToInt(name -> (int) GeometryColumns.ALL.scalars(report).get(name))
                .sum();
        assertThat(units).isEqualTo(3);
    }

    /** Sizes at the ends of what there is: nothing fails, and no number is NaN. */
    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "2,2", "9,1", "3,3", "6,5", "40,2", "70,3", "12,12"})
    void everySizeHasAReport(int n, int m) {
        for (double scale : new double[] {0, 0.01, 1, 1e18}) {
            double[][] vectors = Planted.gaussian(n, m, new Random(n + m));
            for (double[] vector : vectors) {
                Arrays.setAll(vector, k -> scale * vector[k]);
            }
            GeometryReport report = report(tied(vectors, -0.1), 0.3);
            assertThat(GeometryColumns.ALL.scalars(report).values()).allSatisfy(value -> {
                if (value instanceof Double number) {
                    assertThat(number).isFinite();
                }
            });
            assertThat((Integer) GeometryColumns.ALL.scalars(report).get("dropped")
                            + (Integer) GeometryColumns.ALL.scalars(report).get("dedicated")
                            + (Integer) GeometryColumns.ALL.scalars(report).get("superposed"))
                    .isEqualTo(n);
            assertThat(report.barcode() == null)
                    .isEqualTo(
                            GeometryColumns.ALL.scalars(report).get("dropped").equals(n));
        }
    }

    @Test
    void whatIsTooLargeIsLeftOutAndSaid() {
        Layout layout = new Layout(new ModelSpec(true, Activation.IDENTITY, Activation.RELU, true), 5000, 1);
        GeometryReport all = report(new Weights(layout, new float[layout.size()]), 0.01);
        assertThat(GeometryColumns.ALL.scalars(all).values()).containsOnlyNulls();
        assertThat(all.skipped()).containsExactly("all: 5000 features, at most 4096");

        Random random = new Random(1);
        GeometryReport wide = report(tied(Planted.gaussian(160, 130, random), 0), 0.1);
        assertThat(wide.planes()).isNull();
        assertThat(wide.barcode().points()).isEqualTo(160);
        assertThat(wide.barcode().coveringRadius()).isZero();
        assertThat(wide.regions().unseen()).isGreaterThan(0.9);
        assertThat(parts(wide)).containsExactlyInAnyOrder("regions", "planes", "barcode");

        GeometryReport many = report(tied(Planted.gaussian(310, 6, random), 0), 0.1);
        assertThat(many.barcode().points()).isEqualTo(300);
        assertThat(many.barcode().coveringRadius()).isPositive();
        assertThat(many.skipped()).contains("barcode: H0 and H1 of a sample of 300 points of 310");
    }

    private static Set<String> parts(GeometryReport report) {
        return report.skipped().stream()
                .map(part -> part.substring(0, part.indexOf(':')))
                .collect(Collectors.toSet());
    }

    @Test
    void outputsWithoutAKinkAtZeroHaveNoRegions() {
        Weights weights = tied(KnownCodes.polygon(5), 0);
        assertThat(report(weights.with(OutputFunction.IDENTITY), 0.1).regions()).isNull();
        assertThat(report(weights.with(new OutputFunction(OutputFunction.Kind.TREC, 0.1)), 0.1)
                        .regions())
                .isNull();
    }

    @Test
    void isAbandonedWhenAsked() {
        Measurement.Subject subject = new Measurement.Subject(
                tied(KnownCodes.polygon(5), 0),
                new Objective(new DataSpec(DataSpec.Kind.INDEPENDENT), 0.1, new Importance.Decay(1)),
                "key");
        assertThatThrownBy(() -> GeometryReport.of(subject, () -> false)).isInstanceOf(CancellationException.class);
    }
}
