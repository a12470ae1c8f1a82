package org.superpose.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DirectSumTest {
    private static final Map<String, double[][]> NAMED = Map.ofEntries(
            Map.entry("digon", KnownCodes.simplex(1)),
            Map.entry("triangle", KnownCodes.polygon(3)),
            Map.entry("square", KnownCodes.polygon(4)),
            Map.entry("pentagon", KnownCodes.polygon(5)),
            Map.entry("hexagon", KnownCodes.polygon(6)),
            Map.entry("9-gon", KnownCodes.polygon(9)),
            Map.entry("tetrahedron", KnownCodes.simplex(3)),
            Map.entry("simplex", KnownCodes.simplex(5)),
            Map.entry("octahedron", KnownCodes.crossPolytope(3)),
            Map.entry("cross-polytope", KnownCodes.crossPolytope(5)),
            Map.entry("square antiprism", KnownCodes.antiprism()),
            Map.entry("cube", KnownCodes.cube()),
            Map.entry("icosahedron", KnownCodes.icosahedron()),
            Map.entry("triangular bipyramid", KnownCodes.bipyramid(3)),
            Map.entry("pentagonal bipyramid", KnownCodes.bipyramid(5)),
            Map.entry("hexagonal bipyramid", KnownCodes.bipyramid(6)));

    @Test
    void shapesAreKnownInAnyPositionAndOrder() {
        NAMED.forEach((name, code) -> {
            int dimension = code[0].length;
            double[][] vectors = Planted.of(List.<double[][]>of(code), 0, 3).vectors();
            Shape exact = Shape.of(vectors, dimension);
            assertThat(exact.name()).isEqualTo(name);
            assertThat(exact.deviation()).as(name).isBetween(0.0, 1e-12);
            assertThat(Shape.of(Planted.of(List.<double[][]>of(code), 0.02, 3).vectors(), dimension)
                            .name())
                    .isEqualTo(name);
        });
    }

    @Test
    void whatIsNoCodeIsUnknown() {
        double[][] fan = IntStream.range(0, 5)
                .mapToObj(i -> new double[] {Math.cos(0.3 * i), Math.sin(0.3 * i)})
                .toArray(double[][]::new);
        assertThat(Shape.of(fan, 2).name()).isEqualTo(Shape.UNKNOWN);
        assertThat(Shape.of(fan, 2).deviation()).isGreaterThan(Shape.TOLERANCE);
        assertThat(Shape.of(Planted.gaussian(11, 4, new Random(1)), 4)).isEqualTo(new Shape(Shape.UNKNOWN, null));
    }

    /** Noise makes groups of any number of vectors in any number of dimensions. */
    @Test
    void everyNumberInEveryDimensionHasAShape() {
        for (int count = 1; count < 14; count++) {
            for (int dimension = 1; dimension <= count; dimension++) {
                double[][] vectors = Planted.gaussian(count, dimension, new Random(count));
                assertThat(Shape.of(vectors, dimension).name()).isNotNull();
            }
        }
        assertThat(Shape.of(new double[][] {{1, 0}, {0, 1}}, 2)).isEqualTo(new Shape(Shape.UNKNOWN, null));
        assertThat(Shape.of(new double[][] {{1}, {1}}, 1).name()).isEqualTo(Shape.UNKNOWN);
    }

    /** The three codes of eight vectors in three dimensions are further apart than noise within the tolerance moves them. */
    @Test
    void codesOfEightAreTold() {
        List<double[]> cosines = Arrays.asList(
                Shape.cosines(KnownCodes.antiprism()),
                Shape.cosines(KnownCodes.cube()),
                Shape.cosines(KnownCodes.bipyramid(6)));
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < a; b++) {
                double[] first = cosines.get(a);
                double[] second = cosines.get(b);
                double most = IntStream.range(0, 28)
                        .mapToDouble(q -> Math.abs(first[q] - second[q]))
                        .max()
                        .orElseThrow();
                assertThat(most).isGreaterThan(2 * Shape.TOLERANCE);
            }
        }
    }

    @Test
    void exactSumsAreFoundInAnyPosition() {
        List<List<double[][]>> sums = List.of(
                List.of(KnownCodes.polygon(3), KnownCodes.simplex(1)),
                List.of(KnownCodes.polygon(5), KnownCodes.polygon(5)),
                List.of(KnownCodes.polygon(3), KnownCodes.polygon(5), KnownCodes.simplex(1)),
                List.of(KnownCodes.simplex(3), KnownCodes.polygon(7)),
                List.of(KnownCodes.antiprism(), KnownCodes.simplex(5)),
                List.of(KnownCodes.cube(), KnownCodes.simplex(1), new double[][] {{1}}));
        for (List<double[][]> sum : sums) {
            Planted planted = Planted.of(sum, 0, 11);
            assertThat(OverlapSums.of(planted.vectors()).partition()).isEqualTo(planted.groups());
            assertThat(DetectionRates.components(planted.vectors(), 0.15).partition())
                    .isEqualTo(planted.groups());
        }
    }

    @Test
    void summandsAreDescribed() {
        Planted planted = Planted.of(List.of(KnownCodes.polygon(5), KnownCodes.simplex(1), new double[][] {{1}}), 0, 2);
        DirectSum sum = OverlapSums.of(planted.vectors());
        assertThat(sum.name()).isEqualTo("pentagon ⊕ digon ⊕ dedicated");
        assertThat(sum.polytope()).isEqualTo("pentagonal bipyramid");
        Summand pentagon = sum.summands().stream()
                .filter(summand -> summand.features().size() == 5)
                .findFirst()
                .orElseThrow();
        assertThat(pentagon.dimension()).isEqualTo(2);
        assertThat(pentagon.dimensionality()).isCloseTo(0.4, within(1e-12));
        assertThat(pentagon.spectrum()).containsExactly(new double[] {2.5, 2.5}, within(1e-12));
        assertThat(sum.unresolved()).isEmpty();
    }

    @Test
    void digonsMakeCrossPolytopes() {
        assertThat(OverlapSums.of(KnownCodes.crossPolytope(3)).name()).isEqualTo("3 × digon");
        assertThat(OverlapSums.of(KnownCodes.crossPolytope(3)).polytope()).isEqualTo("octahedron");
        assertThat(OverlapSums.of(KnownCodes.polygon(4)).polytope()).isEqualTo("square");
        assertThat(OverlapSums.of(KnownCodes.polygon(3)).polytope()).isEqualTo("triangle");
        DirectSum wedge = OverlapSums.of(new double[][] {{1, 0}, {0.8, 0.6}, {0.6, 0.8}});
        assertThat(wedge.name()).isEqualTo("unknown");
        assertThat(wedge.polytope()).isNull();
        assertThat(OverlapSums.of(KnownCodes.sum(KnownCodes.polygon(3), KnownCodes.polygon(3)))
                        .polytope())
                .isNull();
    }

    @Test
    void droppedFeaturesTakeNoPart() {
        DirectSum sum = OverlapSums.of(new double[][] {{1, 0}, {0.3, 0.3}, {-1, 0.02}, {0, 0}, {0, 0.9}});
        assertThat(sum.dropped()).containsExactly(1, 3);
        assertThat(sum.partition()).isEqualTo(Set.of(Set.of(0, 2), Set.of(4)));
        assertThat(OverlapSums.of(new double[3][2]).summands()).isEmpty();
        assertThat(OverlapSums.of(new double[3][2]).name()).isEqualTo(DirectSum.NOTHING);
    }

    /** A chance overlap of one pair joins components, not groups: the triangles overlap by 0.3 in one pair, by at most 0.15 elsewhere. */
    @Test
    void oneChanceOverlapJoinsNoGroups() {
        double[][] vectors = KnownCodes.sum(KnownCodes.polygon(3), KnownCodes.polygon(3));
        vectors[0][2] = 0.3;
        assertThat(DetectionRates.components(vectors, 0.2).summands()).hasSize(1);
        assertThat(OverlapSums.of(vectors).partition()).isEqualTo(Set.of(Set.of(0, 1, 2), Set.of(3, 4, 5)));
    }

    @Test
    void averageLinkageAgreesWithMergingTheNearestGroups() {
        Random random = new Random(9);
        double[][] similarities = new double[12][12];
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < i; j++) {
                similarities[i][j] = random.nextDouble();
                similarities[j][i] = similarities[i][j];
            }
        }
        List<Double> expected = NearestGroups.heights(similarities);
        double[][] copy = Arrays.stream(similarities).map(double[]::clone).toArray(double[][]::new);
        List<Double> heights = Linkage.average(copy).stream()
                .map(Linkage.Merge::similarity)
                .sorted()
                .toList();
        assertThat(heights).hasSize(11);
        for (int q = 0; q < 11; q++) {
            assertThat(heights.get(q)).isCloseTo(expected.get(q), within(1e-12));
        }
    }
}
