package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.config.SweepFile;

class ShippedSweepsTest {
    @ParameterizedTest
    @CsvSource({
        "quickstart, 36",
        "persian-rug-small, 168",
        "persian-rug, 2000",
        "toy-models, 70",
        "privileged-basis, 30",
        "linear, 72",
        "decoders, 120",
        "recipe-study, 612",
        "recipe-validation, 2448",
        "persian-rug-models, 80",
        "block-envelope, 624",
        "block-codes, 20",
        "intro, 320",
        "geometry, 40",
        "tiny-models, 416",
        "dynamics, 36",
        "correlated, 150",
        "phase, 3380",
        "sparse, 80",
        "map, 405",
        "map-cluster, 3718",
        "large-n, 144",
        "large-n-longer, 6"
    })
    void expandsToItsNumberOfPointsWithoutNotices(String name, int points) {
        Grid grid = expand(name);
        assertThat(grid.points()).hasSize(points);
        assertThat(grid.notices()).isEmpty();
        assertThat(grid.points().stream().map(Point::modelKey).distinct()).hasSize(points);
    }

    @Test
    void persianRugHasThePapersEnds() {
        List<Point> points = expand("persian-rug").points();
        assertThat(points).extracting(Point::density).contains(0.002001, 0.8).allMatch(p -> p >= 0.002001 && p <= 0.8);
        assertThat(points.stream().map(Point::n).distinct()).containsExactly(128, 256, 512, 1024, 2048);
        assertThat(points.get(points.size() - 1).m()).isEqualTo(1638);
        assertThat(points)
                .allMatch(point ->
                        point.training().stop() != null && point.training().steps() == 45_000);
    }

    @Test
    void toyModelsHasTheSevenDensities() {
        assertThat(expand("toy-models").points().stream().map(Point::density).distinct())
                .containsExactly(1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001);
    }

    /** 20^(−i/9) and 20^(−i/19), from 1 to 1/20. */
    @ParameterizedTest
    @CsvSource({"intro, 10", "geometry, 20"})
    void introAndGeometryHaveThePapersDensities(String name, int count) {
        List<Double> densities =
                expand(name).points().stream().map(Point::density).distinct().toList();
        assertThat(densities).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(densities.get(i)).isCloseTo(Math.pow(20, -i / (count - 1.0)), within(1e-11));
        }
    }

    private static Grid expand(String name) {
        SweepFile sweep = SweepFile.read(Path.of("conf", name + ".yaml"), List.of());
        assertThat(sweep.name()).isEqualTo(name);
        return Expansion.expand(sweep);
    }
}
