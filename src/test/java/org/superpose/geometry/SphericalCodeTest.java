package org.superpose.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SphericalCodeTest {
    static Stream<double[][]> thomsonOptima() {
        return Stream.of(
                KnownCodes.polygon(3),
                KnownCodes.simplex(3),
                KnownCodes.bipyramid(3),
                KnownCodes.crossPolytope(3),
                KnownCodes.bipyramid(5),
                KnownCodes.antiprism(),
                KnownCodes.icosahedron());
    }

    @ParameterizedTest
    @MethodSource("thomsonOptima")
    void knownOptimaAreAtTheirOptimum(double[][] code) {
        SphericalCode measured = SphericalCode.of(Planted.turned(code, new Random(4)), code[0].length);
        assertThat(measured.excess()).isCloseTo(0, within(1e-8));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, 0.5",
        "3, 2, 1.732051",
        "4, 3, 3.674235",
        "5, 3, 6.474691",
        "6, 3, 9.985281",
        "8, 3, 19.675288",
        "12, 3, 49.165253"
    })
    void publishedThomsonEnergies(int count, int dimension, double energy) {
        assertThat(SphericalCode.leastEnergy(count, dimension, 1)).isCloseTo(energy, within(6e-7));
    }

    /** Points pushed apart until they rest: none of many starts gets below the tabulated optimum, the best reaches it. */
    @ParameterizedTest
    @CsvSource({
        "5, 3, 1",
        "7, 3, 1",
        "8, 3, 1",
        "9, 3, 1",
        "10, 3, 1",
        "11, 3, 1",
        "5, 4, 1",
        "8, 4, 2",
        "6, 3, 3",
        "7, 2, 2"
    })
    void nothingIsBelowTheOptimum(int count, int dimension, double s) {
        double least = SphericalCode.leastEnergy(count, dimension, s);
        double best = Double.POSITIVE_INFINITY;
        for (int start = 0; start < 6; start++) {
            double energy = SphericalCode.energy(relaxed(count, dimension, s, new Random(start)), s);
            assertThat(energy).isGreaterThan(least * (1 - 1e-7));
            best = Math.min(best, energy);
        }
        assertThat(best).isCloseTo(least, within(1e-4 * least));
    }

    private static double[][] relaxed(int count, int dimension, double s, Random random) {
        double[][] points = Linear.units(Planted.gaussian(count, dimension, random));
        for (int step = 0; step < 3000; step++) {
            double[][] pushed = new double[count][];
            double rate = 0.1 / count;
            for (int i = 0; i < count; i++) {
                double[] force = points[i].clone();
                for (int j = 0; j < count; j++) {
                    if (j != i) {
                        double factor = rate * s * Math.pow(Linear.distance(points[i], points[j]), -s - 2);
                        for (int k = 0; k < dimension; k++) {
                            force[k] += Math.min(factor, 1) * (points[i][k] - points[j][k]);
                        }
                    }
                }
                pushed[i] = Linear.unit(force);
            }
            points = pushed;
        }
        return points;
    }

    @Test
    void anglesAndCoherence() {
        SphericalCode tetrahedron = SphericalCode.of(KnownCodes.simplex(3), 3);
        assertThat(Math.toDegrees(tetrahedron.angle())).isCloseTo(109.4712206, within(1e-6));
        assertThat(tetrahedron.spread()).isCloseTo(1, within(1e-12));
        assertThat(tetrahedron.coherence()).isCloseTo(tetrahedron.welch(), within(1e-12));
        SphericalCode icosahedron = SphericalCode.of(KnownCodes.icosahedron(), 3);
        assertThat(icosahedron.spread()).isCloseTo(1, within(1e-8));
        assertThat(icosahedron.coherence()).isGreaterThan(icosahedron.welch());
        SphericalCode cube = SphericalCode.of(KnownCodes.cube(), 3);
        assertThat(cube.spread()).isCloseTo(Math.toDegrees(Math.acos(1 / 3.0)) / 74.8584922, within(1e-8));
        assertThat(cube.excess()).isCloseTo(19.740774 / 19.675288 - 1, within(1e-6));
        assertThat(SphericalCode.of(KnownCodes.polygon(7), 2).spread()).isCloseTo(1, within(1e-12));
        assertThat(SphericalCode.of(KnownCodes.crossPolytope(5), 5).spread()).isCloseTo(1, within(1e-12));
    }

    @Test
    void randomVectorsKeepTheBounds() {
        for (int seed = 0; seed < 20; seed++) {
            int count = 4 + seed % 9;
            SphericalCode code = SphericalCode.of(Planted.gaussian(count, 3, new Random(seed)), 3);
            assertThat(code.coherence()).isGreaterThanOrEqualTo(code.welch());
            assertThat(code.spread()).isBetween(0.0, 1.0);
            assertThat(code.excess()).isGreaterThan(0);
        }
    }

    @Test
    void whatIsNotKnownIsNull() {
        SphericalCode code = SphericalCode.of(Planted.gaussian(23, 5, new Random(1)), 5);
        assertThat(Arrays.asList(code.leastThomson(), code.largestAngle(), code.excess(), code.spread()))
                .containsOnlyNulls();
        assertThat(SphericalCode.leastEnergy(7, 3, 2)).isNull();
        assertThatThrownBy(() -> SphericalCode.of(new double[][] {{1, 0}}, 1)).hasMessageContaining("two vectors");
        assertThatThrownBy(() -> SphericalCode.leastEnergy(7, 3, 0)).hasMessageContaining("s > 0");
    }

    @Test
    void spheresThroughPoints() {
        Random random = new Random(6);
        double[][] flat = KnownCodes.sum(KnownCodes.simplex(3), new double[][] {{0, 0}});
        double[][] points = Arrays.copyOf(Planted.turned(flat, random), 4);
        double[] shift = {1, 2, 3, 4, 5};
        for (double[] point : points) {
            for (int k = 0; k < 5; k++) {
                point[k] = 2.5 * point[k] + shift[k];
            }
        }
        Sphere sphere = Sphere.through(points);
        assertThat(sphere.radius()).isCloseTo(2.5, within(1e-12));
        assertThat(sphere.center()).containsExactly(shift, within(1e-12));
        assertThat(sphere.dimension()).isEqualTo(3);
        assertThat(Sphere.through(new double[][] {{1, 0}, {3, 0}}).center())
                .containsExactly(new double[] {2, 0}, within(1e-12));
    }

    @Test
    void noSphereGoesThroughDegenerateSets() {
        for (double[][] points : List.of(
                new double[][] {{0, 0}, {1, 1}, {2, 2}},
                new double[][] {{0, 0}, {1, 1}, {2, 2.01}},
                new double[][] {{1, 1}, {1, 1}},
                new double[][] {{1, 0}, {0, 1}, {1, 1}, {0, 0}},
                new double[][] {{1, 0}})) {
            assertThat(Sphere.through(points)).isNull();
        }
    }

    /** Against the cost of moving points of a fine mesh of one circle to those of the other that are nearest by the best rotation. */
    @Test
    void theDistanceOfCirclesIsTheirTransport() {
        Random random = new Random(12);
        for (int trial = 0; trial < 5; trial++) {
            Sphere a = Sphere.through(Planted.gaussian(3, 4, random));
            Sphere b = Sphere.through(Planted.gaussian(3, 4, random));
            double least = Double.POSITIVE_INFINITY;
            int mesh = 720;
            for (int turn = 0; turn < mesh; turn++) {
                for (int mirror = -1; mirror <= 1; mirror += 2) {
                    double cost = 0;
                    for (int q = 0; q < 12; q++) {
                        double[] from = onCircle(a, 2 * Math.PI * q / 12);
                        double[] to = onCircle(b, mirror * 2 * Math.PI * q / 12 + 2 * Math.PI * turn / mesh);
                        cost += Math.pow(Linear.distance(from, to), 2) / 12;
                    }
                    least = Math.min(least, cost);
                }
            }
            assertThat(a.distance(b)).isCloseTo(Math.sqrt(least), within(1e-4 * (1 + a.radius() + b.radius())));
            assertThat(a.distance(b)).isCloseTo(b.distance(a), within(1e-9));
            assertThat(a.distance(a)).isCloseTo(0, within(1e-6 * (1 + a.radius())));
            Sphere c = Sphere.through(Planted.gaussian(4, 4, random));
            assertThat(a.distance(b)).isLessThanOrEqualTo(a.distance(c) + c.distance(b) + 1e-9);
        }
    }

    private static double[] onCircle(Sphere circle, double angle) {
        double[] point = circle.center().clone();
        for (int k = 0; k < point.length; k++) {
            point[k] += circle.radius()
                    * (Math.cos(angle) * circle.directions()[0][k] + Math.sin(angle) * circle.directions()[1][k]);
        }
        return point;
    }

    /** What clustered spheres find, and what they cannot. */
    @Test
    void clustersOfSpheres() {
        List<Integer> first = List.of(0, 1, 2, 3, 4);
        double[][] pentagons = KnownCodes.sum(KnownCodes.polygon(5), KnownCodes.polygon(5));
        assertThat(Sphere.clusters(Planted.turned(pentagons, new Random(1)), 2, 0.2, 200))
                .containsExactlyInAnyOrder(first, List.of(5, 6, 7, 8, 9));
        for (double[] vector : Arrays.asList(pentagons).subList(0, 5)) {
            vector[2] += 0.7;
        }
        assertThat(Sphere.clusters(pentagons, 2, 0.2, 200)).contains(first);
        assertThat(SubspaceSums.of(pentagons).partition()).doesNotContain(Set.copyOf(first));
        double[][] triangles = KnownCodes.sum(KnownCodes.polygon(3), KnownCodes.polygon(3));
        assertThat(Sphere.clusters(triangles, 2, 0.2, 200)).isEmpty();
        assertThat(SubspaceSums.of(triangles).summands()).hasSize(2);
        assertThat(Sphere.clusters(KnownCodes.crossPolytope(2), 2, 0.2, 200)).containsExactly(List.of(0, 1, 2, 3));
        assertThat(SubspaceSums.of(KnownCodes.crossPolytope(2)).name()).isEqualTo("2 × digon");
    }
}
