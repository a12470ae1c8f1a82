package org.superpose.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarcodeTest {
    private static final double ROOT2 = Math.sqrt(2);
    private static final double ROOT3 = Math.sqrt(3);

    private static Barcode turned(double[][] code) {
        return Barcode.of(Planted.turned(code, new Random(2)), 2);
    }

    private static void only(Barcode barcode, int dimension, int count, double birth, double death) {
        List<PersistenceInterval> intervals = Bars.longer(barcode, dimension, 0);
        assertThat(intervals).hasSize(count).allSatisfy(interval -> {
            assertThat(interval.birth()).isCloseTo(birth, within(1e-9));
            assertThat(interval.death()).isCloseTo(death, within(1e-9));
        });
    }

    private static double chord(double turns) {
        return 2 * Math.sin(Math.PI * turns);
    }

    @Test
    void polygons() {
        only(turned(KnownCodes.polygon(5)), 1, 1, 1.17557050458, 1.90211303259);
        only(turned(KnownCodes.polygon(5)), 0, 5, 0, chord(1 / 5.0), 4);
        only(turned(KnownCodes.polygon(6)), 1, 1, 1, ROOT3);
        only(turned(KnownCodes.polygon(6)), 2, 1, ROOT3, 2);
        only(turned(KnownCodes.polygon(7)), 1, 1, chord(1 / 7.0), chord(3 / 7.0));
        only(turned(KnownCodes.polygon(4)), 1, 1, ROOT2, 2);
    }

    /** All but the last component, which lasts. */
    private static void only(Barcode barcode, int dimension, int count, double birth, double death, int ending) {
        List<PersistenceInterval> intervals = Bars.longer(barcode, dimension, 0);
        assertThat(intervals).hasSize(count);
        assertThat(intervals.stream().filter(interval -> interval.death() != null))
                .hasSize(ending)
                .allSatisfy(interval -> {
                    assertThat(interval.birth()).isEqualTo(birth);
                    assertThat(interval.death()).isCloseTo(death, within(1e-9));
                });
    }

    @Test
    void simplicesHaveNoHoles() {
        for (int d = 2; d <= 6; d++) {
            assertThat(turned(KnownCodes.simplex(d)).intervals()).allMatch(interval -> interval.dimension() == 0);
        }
    }

    /** Orthogonal sums are joins from √2 on: their reduced homology is the tensor product of the summands', one dimension up. */
    @Test
    void sumsAreJoins() {
        double[][] digon = KnownCodes.simplex(1);
        double[][] triangle = KnownCodes.polygon(3);
        only(turned(KnownCodes.crossPolytope(3)), 2, 1, ROOT2, 2);
        only(turned(KnownCodes.crossPolytope(3)), 1, 0, 0, 0);
        only(turned(KnownCodes.bipyramid(5)), 2, 1, ROOT2, chord(2 / 5.0));
        only(turned(KnownCodes.bipyramid(3)), 1, 2, ROOT2, ROOT3);
        only(turned(KnownCodes.sum(triangle, triangle)), 1, 4, ROOT2, ROOT3);
        only(turned(KnownCodes.sum(KnownCodes.simplex(3), digon)), 1, 3, ROOT2, Math.sqrt(8 / 3.0));
        assertThat(Bars.betti(turned(KnownCodes.bipyramid(3)), 1, 1.5)).isEqualTo(2);
        assertThat(Bars.betti(turned(KnownCodes.bipyramid(3)), 1, ROOT3 + 1e-6)).isZero();
        assertThat(Bars.betti(turned(KnownCodes.bipyramid(3)), 1, 1.4)).isZero();
    }

    /** What homology cannot tell: sums of different summands with one and the same barcode but for the number of components. */
    @Test
    void birthsTellNothingAboutTheSummands() {
        Barcode twoTriangles = turned(KnownCodes.sum(KnownCodes.polygon(3), KnownCodes.polygon(3)));
        double[][] triangle = KnownCodes.polygon(3);
        double[][] pentagon = KnownCodes.polygon(5);
        List<double[][]> sums = List.of(
                KnownCodes.sum(triangle, triangle),
                KnownCodes.sum(triangle, KnownCodes.simplex(1)),
                KnownCodes.sum(KnownCodes.simplex(3), triangle),
                KnownCodes.sum(KnownCodes.simplex(3), KnownCodes.simplex(1)));
        for (double[][] sum : sums) {
            assertThat(Bars.longer(turned(sum), 1, 0))
                    .isNotEmpty()
                    .allSatisfy(interval -> assertThat(interval.birth()).isCloseTo(ROOT2, within(1e-9)));
        }
        assertThat(Bars.longer(turned(KnownCodes.sum(pentagon, KnownCodes.simplex(1))), 2, 0))
                .allSatisfy(interval -> assertThat(interval.birth()).isCloseTo(ROOT2, within(1e-9)));
        // two triangles, β₁ = 2·2, against a tetrahedron's three gaps and a digon's one, plus one: only counts and
        // deaths differ
        assertThat(Bars.betti(twoTriangles, 1, 1.5)).isEqualTo(4);
        assertThat(Bars.betti(turned(sums.get(3)), 1, 1.5)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"1, 7, 2", "2, 8, 3", "3, 9, 3", "4, 10, 2", "5, 9, 5", "6, 6, 1"})
    void agreesWithReducingTheWholeBoundaryMatrix(long seed, int n, int m) {
        double[][] points = Planted.gaussian(n, m, new Random(seed));
        assertThat(Barcode.of(points, 2).intervals()).containsExactlyElementsOf(BoundaryMatrix.intervals(points, 2));
    }

    /** Many equal distances: every point of a small grid. */
    @Test
    void agreesWithTheBoundaryMatrixAmongTies() {
        double[][] grid = new double[12][];
        for (int i = 0; i < 12; i++) {
            int row = i / 4;
            grid[i] = new double[] {i % 4, row};
        }
        assertThat(Barcode.of(grid, 2).intervals()).containsExactlyElementsOf(BoundaryMatrix.intervals(grid, 2));
        assertThat(Bars.longer(Barcode.of(KnownCodes.cube(), 2), 2, 1e-6))
                .isEqualTo(BoundaryMatrix.intervals(KnownCodes.cube(), 2).stream()
                        .filter(interval -> interval.dimension() == 2 && interval.persistence() > 1e-6)
                        .toList());
    }

    @Test
    void aCircleOfManyPoints() {
        Barcode barcode = Barcode.of(KnownCodes.polygon(90), 1);
        assertThat(Bars.longer(barcode, 1, 0.1)).singleElement().satisfies(interval -> {
            assertThat(interval.birth()).isCloseTo(chord(1 / 90.0), within(1e-9));
            assertThat(interval.death()).isCloseTo(ROOT3, within(1e-9));
        });
    }

    /** As many points as are allowed; those of a sphere enclose one large void. */
    @Test
    void asManyPointsAsAreAllowed() {
        double[][] sphere = Linear.units(Planted.gaussian(300, 3, new Random(5)));
        Barcode barcode = Barcode.of(sphere, 1);
        assertThat(Bars.betti(barcode, 0, 0)).isEqualTo(300);
        assertThat(Bars.betti(barcode, 0, 2)).isEqualTo(1);
        assertThat(Bars.betti(barcode, 1, 2)).isZero();
        Barcode voids = Barcode.of(Arrays.copyOf(sphere, 64), 2);
        assertThat(Bars.longer(voids, 2, 0.3)).hasSize(1);
    }

    @Test
    void tooManyPointsAreRefusedOrSampled() {
        double[][] circle = KnownCodes.polygon(400);
        assertThatThrownBy(() -> Barcode.of(circle, 1))
                .hasMessageContaining("300")
                .hasMessageContaining("400");
        assertThatThrownBy(() -> Barcode.of(circle, 3)).hasMessageContaining("3");
        Barcode sample = Barcode.sampled(circle, 2);
        assertThat(sample.points()).isEqualTo(64);
        assertThat(sample.coveringRadius()).isBetween(chord(1 / 400.0), chord(1 / 64.0));
        assertThat(Bars.longer(sample, 1, 0.5))
                .singleElement()
                .satisfies(
                        interval -> assertThat(interval.death()).isCloseTo(ROOT3, within(2 * sample.coveringRadius())));
        assertThat(Barcode.sampled(circle, 0).coveringRadius()).isZero();
    }

    @Test
    void onePointIsOneComponent() {
        assertThat(Barcode.of(new double[][] {{3, 4}}, 2).intervals())
                .containsExactly(new PersistenceInterval(0, 0, null));
        assertThat(Barcode.of(new double[][] {{1}, {1}, {1}}, 2).intervals())
                .containsExactly(new PersistenceInterval(0, 0, null));
        assertThat(Stream.of(new PersistenceInterval(1, 1, 2.0))
                        .mapToDouble(PersistenceInterval::persistence)
                        .sum())
                .isEqualTo(1);
    }
}
