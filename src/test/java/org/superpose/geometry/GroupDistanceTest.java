package org.superpose.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superpose.geometry.GroupDistance.Grouping;

class GroupDistanceTest {
    /** P and P′ of orthogonal planes differ by √4/√2; every point of one unit circle is √2 from every point of the other. */
    @ParameterizedTest
    @EnumSource
    void orthogonalPentagons(Grouping grouping) {
        double[][] pentagons = KnownCodes.sum(KnownCodes.polygon(5), KnownCodes.polygon(5));
        List<GroupDistance> distances = GroupDistance.all(Planted.turned(pentagons, new Random(4)), grouping);
        assertThat(distances).hasSize(1);
        GroupDistance distance = distances.get(0);
        assertThat(List.of(distance.first(), distance.second()))
                .containsExactlyInAnyOrder(List.of(0, 1, 2, 3, 4), List.of(5, 6, 7, 8, 9));
        assertThat(distance.angle()).isCloseTo(Math.PI / 2, within(1e-12));
        assertThat(distance.chordal()).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(distance.spheres()).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(distance.firstSphere().radius()).isCloseTo(1, within(1e-12));
    }

    /** Two pairs and a triangle: 1-planes and a 2-plane, √((1 + 1)/2) and √((1 + 2)/2) apart. */
    @Test
    void groupsOfOtherDimensions() {
        double[][] digon = {{1}, {-1}};
        double[][] vectors = KnownCodes.sum(KnownCodes.polygon(3), KnownCodes.sum(digon, digon));
        List<GroupDistance> distances = GroupDistance.all(vectors, Grouping.OVERLAPS);
        assertThat(distances).hasSize(3);
        assertThat(distances.get(0).chordal()).isCloseTo(Math.sqrt(1.5), within(1e-12));
        assertThat(distances.get(2).chordal()).isCloseTo(1, within(1e-12));
        assertThat(distances.get(2).secondSphere().dimension()).isEqualTo(1);
    }

    @Test
    void aFeatureByItselfHasNoSphere() {
        double[][] vectors = KnownCodes.sum(KnownCodes.polygon(3), new double[][] {{1}});
        GroupDistance distance = GroupDistance.all(vectors, Grouping.OVERLAPS).get(0);
        assertThat(distance.second()).containsExactly(3);
        assertThat(distance.secondSphere()).isNull();
        assertThat(distance.spheres()).isNull();
        assertThat(distance.angle()).isCloseTo(Math.PI / 2, within(1e-12));
    }

    /** Planes that lean on one another by 0.3 in one of two directions. */
    @Test
    void theAngleOfPlanesThatLean() {
        double[][] vectors = KnownCodes.sum(KnownCodes.polygon(5), KnownCodes.polygon(5));
        for (double[] vector : Arrays.asList(vectors).subList(5, 10)) {
            double across = vector[2];
            vector[0] = across * Math.sin(0.2);
            vector[2] = across * Math.cos(0.2);
        }
        GroupDistance distance = GroupDistance.all(vectors, Grouping.PLANES).get(0);
        assertThat(distance.angle()).isCloseTo(Math.PI / 2 - 0.2, within(1e-12));
        assertThat(distance.chordal()).isCloseTo(Math.sqrt(2 - Math.pow(Math.sin(0.2), 2)), within(1e-12));
    }

    @Test
    void shiftedCirclesAreFoundAsSpheres() {
        double[][] pentagons = KnownCodes.sum(KnownCodes.polygon(5), KnownCodes.polygon(5));
        for (double[] vector : Arrays.asList(pentagons).subList(0, 5)) {
            vector[2] += 0.7;
        }
        List<GroupDistance> distances = GroupDistance.all(pentagons, Grouping.SPHERES);
        GroupDistance found = distances.stream()
                .filter(distance -> distance.first().equals(List.of(0, 1, 2, 3, 4))
                        && distance.second().equals(List.of(5, 6, 7, 8, 9)))
                .findFirst()
                .orElseThrow();
        assertThat(found.firstSphere().center()).containsExactly(new double[] {0, 0, 0.7, 0}, within(1e-12));
        assertThat(found.spheres()).isCloseTo(Math.sqrt(2 + 0.49), within(1e-12));
    }

    @Test
    void theNearestSphereOfFewPointsGoesThroughThem() {
        Random random = new Random(8);
        for (int k = 1; k <= 3; k++) {
            double[][] points = Planted.gaussian(k + 1, k, random);
            Sphere through = Sphere.through(points);
            Sphere nearest = Sphere.nearest(points);
            if (nearest.dimension() == k) {
                assertThat(nearest.radius()).isCloseTo(through.radius(), within(1e-9 * through.radius()));
                assertThat(nearest.center()).containsExactly(through.center(), within(1e-9 * through.radius()));
            }
        }
        double[][] simplex = KnownCodes.simplex(3);
        assertThat(Sphere.nearest(simplex).dimension()).isEqualTo(3);
        assertThat(Sphere.nearest(simplex).radius()).isCloseTo(1, within(1e-12));
        assertThat(Sphere.nearest(new double[][] {{1, 2}})).isNull();
        assertThat(Sphere.nearest(new double[][] {{1, 2}, {1, 2}})).isNull();
    }
}
