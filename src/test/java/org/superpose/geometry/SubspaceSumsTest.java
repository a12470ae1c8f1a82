package org.superpose.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.superpose.geometry.SubspaceSums.Search;

class SubspaceSumsTest {
    @Test
    void exactSumsAreFoundInAnyPosition() {
        for (DetectionRates.Case sum : DetectionRates.CASES) {
            assertThat(DetectionRates.rate(sum, 0, 3, SubspaceSums::of))
                    .as(sum.name())
                    .isEqualTo(1);
            assertThat(DetectionRates.rate(sum, 0, 3, OverlapSums::of))
                    .as(sum.name())
                    .isEqualTo(1);
        }
    }

    /** Where column reduction broke: two polygons in four dimensions, every coordinate of every vector perturbed, turned at random. */
    @Test
    void perturbedPolygonsInFourDimensionsAreFound() {
        for (DetectionRates.Case sum : DetectionRates.CASES.subList(0, 2)) {
            assertThat(DetectionRates.rate(sum, 0.02, 20, SubspaceSums::of))
                    .as(sum.name())
                    .isEqualTo(1);
            assertThat(DetectionRates.rate(sum, 0.05, 20, SubspaceSums::of))
                    .as(sum.name())
                    .isGreaterThanOrEqualTo(0.8);
            assertThat(DetectionRates.rate(sum, 0.05, 20, OverlapSums::of))
                    .as(sum.name())
                    .isGreaterThanOrEqualTo(0.95);
        }
    }

    @Test
    void bothWaysDescribeTheSameSum() {
        Planted planted = Planted.of(
                List.of(KnownCodes.polygon(5), KnownCodes.polygon(3), KnownCodes.simplex(1), new double[][] {{1}}),
                0.01,
                4);
        DirectSum planes = SubspaceSums.of(planted.vectors());
        assertThat(planes.partition()).isEqualTo(planted.groups());
        assertThat(planes.name()).isEqualTo("pentagon ⊕ triangle ⊕ digon ⊕ dedicated");
        assertThat(planes.name()).isEqualTo(OverlapSums.of(planted.vectors()).name());
        assertThat(planes.exhaustive()).isTrue();
        assertThat(planes.unresolved()).isEmpty();
    }

    /** What is left is nearly a plane, by its eigenvalues 7, 7 and 1, but one feature lies outside. */
    @Test
    void manyCornersDoNotHideADedicatedFeature() {
        Planted planted = Planted.of(List.of(KnownCodes.polygon(14), new double[][] {{1}}), 0, 4);
        assertThat(SubspaceSums.of(planted.vectors()).partition()).isEqualTo(planted.groups());
    }

    /** A cube holds four antipodal pairs and a hexagon three, none of them orthogonal to the rest. */
    @Test
    void partsOfASummandAreNoSummands() {
        for (double[][] code : List.of(KnownCodes.cube(), KnownCodes.polygon(6), KnownCodes.icosahedron())) {
            assertThat(SubspaceSums.of(KnownCodes.sum(code, KnownCodes.simplex(1)))
                            .partition())
                    .contains(Set.copyOf(IntStream.range(0, code.length).boxed().toList()))
                    .hasSize(2);
        }
    }

    @Test
    void whatHasNoStructureIsNotSplit() {
        DirectSum none = SubspaceSums.of(Planted.gaussian(12, 6, new Random(3)));
        assertThat(none.summands()).isEmpty();
        assertThat(none.unresolved()).hasSize(12);
        assertThat(OverlapSums.of(Planted.gaussian(40, 6, new Random(3))).summands())
                .hasSize(1);
    }

    @Test
    void theDistanceOfPlanesIsChordal() {
        Random random = new Random(8);
        double[][] first = Linear.units(Planted.gaussian(2, 5, random));
        double[][] second = Linear.units(Planted.gaussian(2, 5, random));
        Plane a = Plane.through(first, List.of(0, 1), 0.01);
        Plane b = Plane.through(second, List.of(0, 1), 0.01);
        double[][] p = Linear.projector(Linear.basis(first, 0.01));
        double[][] q = Linear.projector(Linear.basis(second, 0.01));
        double trace =
                IntStream.range(0, 5).mapToDouble(i -> Linear.dot(p[i], q[i])).sum();
        assertThat(Linear.distance(a.point(), b.point())).isCloseTo(Math.sqrt(2 - trace), within(1e-12));
        // other vectors of the same plane
        double[][] mixed = {first[1], Linear.unit(Linear.minus(first[0], first[1]))};
        assertThat(Plane.through(mixed, List.of(0, 1), 0.01).point()).containsExactly(a.point(), within(1e-12));
        assertThat(Plane.through(new double[][] {first[0], first[0]}, List.of(0, 1), 0.01))
                .isNull();
        double[][] sum = new double[5][5];
        a.addTo(sum);
        for (int i = 0; i < 5; i++) {
            assertThat(sum[i]).containsExactly(p[i], within(1e-12));
        }
    }

    /** 60 features in 24 dimensions: 12 pentagons; all 487 635 subsets of four are out of reach. */
    @Test
    void largeSumsAreSearchedByChosenSubsets() {
        List<double[][]> pentagons =
                Stream.generate(() -> KnownCodes.polygon(5)).limit(12).toList();
        Planted planted = Planted.of(pentagons, 0.01, 6);
        DirectSum planes = SubspaceSums.of(planted.vectors(), new Search(2, 600, 0.7, 0.5, 0.32, 0.4));
        assertThat(planes.exhaustive()).isFalse();
        assertThat(planes.partition()).isEqualTo(planted.groups());
    }

    @Test
    void subsets() {
        double[][] units = Linear.units(Planted.gaussian(9, 3, new Random(1)));
        List<Integer> features = List.of(0, 2, 3, 4, 5, 6, 8);
        Subsets all = Subsets.of(units, features, 3, 35);
        assertThat(all.all()).isTrue();
        assertThat(all.list()).hasSize(35).doesNotHaveDuplicates();
        Subsets some = Subsets.of(units, features, 3, 34);
        assertThat(some.all()).isFalse();
        assertThat(some.list()).hasSizeBetween(15, 34).doesNotHaveDuplicates();
        assertThat(some.list()).allSatisfy(subset -> assertThat(features).containsAll(subset));
        assertThat(some).isEqualTo(Subsets.of(units, features, 3, 34));
        assertThat(Subsets.of(units, List.of(1, 2), 3, 10)).isEqualTo(new Subsets(List.of(), true));
    }

    @Test
    void searchesThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> new Search(0, 100, 0.7, 0.5, 0.32, 0.4)).hasMessageContaining("one dimension");
        assertThatThrownBy(() -> new Search(3, 100, 0.3, 1.4, 0.3, 0.4)).hasMessageContaining("1.4");
        assertThatThrownBy(() -> SubspaceSums.of(new double[2049][1])).hasMessageContaining("2049");
        assertThat(SubspaceSums.of(new double[2][3]).dropped()).containsExactly(0, 1);
    }
}
