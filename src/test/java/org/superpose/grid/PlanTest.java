package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.config.SweepFile;

class PlanTest {
    private static final CostModel CPU = CostModel.of("cpu");
    private static final List<Point> MIXED = CostModelTest.points(
            "{n: {pow2: [3, 11]}, ratio: [0.1, 0.25, 0.5, 1], density: [0.01, 0.1, 1]}", "{steps: 20000}");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void everyPointIsInOneBundleLongestFirst(int slots) {
        Plan plan = Plan.of(MIXED, CPU, slots, 1);
        List<Point> packed = plan.bundles().stream()
                .flatMap(bundle -> bundle.points().stream())
                .toList();
        assertThat(packed).containsExactlyInAnyOrderElementsOf(MIXED);
        assertThat(plan.bundles()).isSortedAccordingTo((a, b) -> Double.compare(b.seconds(), a.seconds()));
        double total = MIXED.stream().mapToDouble(CPU::seconds).sum();
        assertThat(plan.coreHours()).isCloseTo(total / 3600, within(1e-9 * total));
        assertThat(plan.bundles().stream().mapToDouble(Bundle::seconds).sum()).isCloseTo(total, within(1e-9 * total));
        double longest = plan.bundles().get(0).seconds();
        assertThat(plan.wallSeconds())
                .isGreaterThanOrEqualTo(Math.max(longest, total / slots) * (1 - 1e-12))
                .isLessThanOrEqualTo((total / slots + longest) * (1 + 1e-12));
        assertThat(plan.largest().n()).isEqualTo(2048);
        assertThat(plan.largest().m()).isEqualTo(2048);
        assertThat(plan.largest().density()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void bundlesKeepToTheirTarget(int slots) {
        Plan plan = Plan.of(MIXED, CPU, slots, 1);
        double total = MIXED.stream().mapToDouble(CPU::seconds).sum();
        double target = Math.min(120, total / (20.0 * slots));
        assertThat(plan.bundles()).allMatch(bundle -> bundle.points().size() == 1 || bundle.seconds() <= target);
        assertThat(plan.bundles()).hasSizeGreaterThanOrEqualTo(Math.min(MIXED.size(), 20 * slots));
    }

    @Test
    void equalShapesAreNeighbours() {
        for (Bundle bundle : Plan.of(MIXED, CPU, 1, 1).bundles()) {
            Set<String> closed = new HashSet<>();
            String shape = "";
            for (Point point : bundle.points()) {
                String next = point.n() + "x" + point.m();
                if (!next.equals(shape)) {
                    assertThat(closed.add(next)).as(next).isTrue();
                    shape = next;
                }
            }
        }
    }

    @Test
    void theOrderOfThePointsDoesNotMatterWhereCostsDiffer() {
        List<Point> shuffled = new ArrayList<>(MIXED);
        Collections.shuffle(shuffled, new Random(1));
        assertThat(Plan.of(shuffled, CPU, 2, 1).equals(Plan.of(MIXED, CPU, 2, 1)))
                .isTrue();
    }

    @Test
    void manyTrivialPointsMakeFewBundles() {
        List<Point> points = Expansion.expand(SweepFile.read(
                        "seeds: 100000\ngrid: {n: 2, m: 1, density: 0.5}\ntraining: {steps: 1, batch: 1}",
                        "f",
                        List.of()))
                .points();
        assertThat(points).hasSize(100_000);
        assertThat(Plan.of(points, CPU, 2, 1).bundles()).hasSizeBetween(40, 81);
        assertThat(Plan.of(points.subList(0, 100), CPU.calibrated(1e-3), 2, 1).bundles())
                .hasSize(1);
    }

    /** What is left when no bundle is waits for the slowest only where nothing of it can be shared. */
    @Test
    void theLastModelsAreHelped() {
        List<Point> points = CostModelTest.points("{n: 2048, m: [512, 1024], density: 0.05}", "{steps: 20000}");
        double alone = Plan.of(points, CPU, 4, 1).wallSeconds();
        double helped = Plan.of(points, CPU, 4, 4).wallSeconds();
        assertThat(alone)
                .isCloseTo(points.stream().mapToDouble(CPU::seconds).max().orElseThrow(), within(1e-9 * alone));
        assertThat(helped).isLessThan(0.6 * alone).isGreaterThan(0.25 * alone);
        List<Point> small = CostModelTest.points("{n: 20, m: [2, 5], density: 0.05}", "{steps: 20000}");
        assertThat(Plan.of(small, CPU, 4, 4).wallSeconds())
                .isEqualTo(Plan.of(small, CPU, 4, 1).wallSeconds());
        assertThat(CostModel.of("reference").sharedSeconds(points.get(0))).isZero();
    }

    @Test
    void nothingToDoIsAPlanToo() {
        Plan plan = Plan.of(List.of(), CPU, 4, 1);
        assertThat(plan.bundles()).isEmpty();
        assertThat(plan.largest()).isNull();
        assertThat(plan.wallSeconds()).isZero();
        assertThatThrownBy(() -> Plan.of(MIXED, CPU, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
