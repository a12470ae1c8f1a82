package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.superpose.config.SweepFile;
import org.superpose.measure.MeasureSpec;

class MemoryCostTest {
    private static final long MIB = 1L << 20;

    @Test
    void memoryIsFourArraysOfParametersAndABatch() {
        Point point = CostModelTest.points("{n: 512, m: 128, density: 0.5}", "{batch: 1024}")
                .get(0);
        long parameters = 2 * 512 * 128 + 512;
        long batch = 2 * (1024 * 512 / 2) + 2 * 1024 * (512 + 128);
        assertThat(MemoryCost.taskBytes(point, MeasureSpec.DEFAULT)).isEqualTo(4 * (4 * parameters + batch));
    }

    /** A start that is made is there without and with its noise; codes are fitted to 2²⁰ samples, and a table of mixtures has ten bytes a cell. */
    @Test
    void memoryOfAStartIsThatOfMakingIt() {
        List<Point> points = CostModelTest.points(
                "{n: 512, m: 128, density: 0.05, training.init: [mirrored, code, grown]}", "{batch: 1024}");
        List<Long> bytes = points.stream()
                .map(point -> MemoryCost.taskBytes(point, MeasureSpec.DEFAULT))
                .toList();
        long twice = 2 * 4 * (2 * 512 * 128 + 512);
        assertThat(bytes.get(1) - bytes.get(0)).isEqualTo(twice + 2 * 8 * (1L << 20));
        assertThat(bytes.get(2) - bytes.get(0)).isEqualTo(twice + 10 * 512 * 128);
    }

    /** Rows with 12.6 million weights were written in a heap of 640 MB and not of 560, with 15.8 million recorded numbers in one of 1000 and not of 860. */
    @Test
    void writingALargeRowIsCounted() {
        assertThat(heap("{n: 6144, m: 1024, density: 0.0002, training.steps: 4}", "{weights: true}"))
                .isBetween(640 * MIB, 900 * MIB);
        assertThat(heap(
                        "{n: 512, m: 256, density: 0.02, training.steps: 100}",
                        "{trajectory: 60, trajectory_weights: true}"))
                .isBetween(1000 * MIB, 1300 * MIB);
        assertThat(heap("{n: 512, m: 256, density: 0.02, training.steps: 100}", "{}"))
                .isBetween(450 * MIB, 470 * MIB);
    }

    private static long heap(String grid, String measure) {
        String training = "training: {recipe: fast, batch: 256}\n";
        SweepFile sweep = SweepFile.read(
                "grid: " + grid + "\n" + training + "measure: " + measure + "\n", "sweep.yaml", List.of());
        List<Point> points = Expansion.expand(sweep).points();
        return MemoryCost.executorBytes(MemoryCost.taskBytes(points, sweep.measure()));
    }

    @Test
    void noPointsTakeNoMemory() {
        assertThat(MemoryCost.taskBytes(List.of(), MeasureSpec.DEFAULT)).isZero();
    }
}
