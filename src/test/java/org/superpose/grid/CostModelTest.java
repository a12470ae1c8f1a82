package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.config.SweepFile;
import org.superpose.errors.UserException;
import org.superpose.kernel.KernelId;

class CostModelTest {
    private static final CostModel CPU = CostModel.of("cpu");

    static List<Point> points(String grid, String training) {
        return Expansion.expand(SweepFile.read("grid: " + grid + "\ntraining: " + training, "f", List.of()))
                .points();
    }

    private static Point point(int n, int m, double density, String training) {
        return points("{n: " + n + ", m: " + m + ", density: " + density + "}", training)
                .get(0);
    }

    /** A kernel without a row of its own is taken for cpu, which none of those there are should be. */
    @Test
    void everyKernelHasTimesOfItsOwn() {
        Point point = point(128, 32, 0.05, "{}");
        assertThat(KernelId.labels().stream()
                        .map(name -> CostModel.of(name).stepSeconds(point.layout(), 0.05, 1024))
                        .distinct())
                .hasSize(KernelId.values().length);
    }

    /** Milliseconds per step at batch 1024 as measured, see {@link StepCost}; the model is a coarse fit. */
    @ParameterizedTest
    @CsvSource({
        "cpu, 8, 2, 0.05, 0.010",
        "cpu, 20, 5, 0.1, 0.026",
        "cpu, 100, 20, 0.1, 0.25",
        "cpu, 128, 32, 0.05, 0.46",
        "cpu, 256, 25, 0.3, 1.2",
        "cpu, 512, 25, 0.05, 1.5",
        "cpu, 512, 128, 0.045, 2.7",
        "cpu, 512, 128, 1, 6.5",
        "cpu, 512, 358, 0.3, 19",
        "cpu, 1024, 204, 0.05, 10.2",
        "cpu, 2048, 512, 0.05, 42",
        "nd4j, 128, 32, 0.05, 24",
        "nd4j, 512, 128, 0.045, 48",
        "nd4j, 2048, 512, 0.05, 267",
        "reference, 20, 5, 0.1, 0.31",
        "reference, 64, 16, 1, 3.9",
        "reference, 128, 32, 0.045, 3.2",
        "reference, 128, 32, 1, 12",
        "reference, 512, 128, 0.045, 49.8"
    })
    void stepsCostWhatWasMeasured(String kernel, int n, int m, double density, double milliseconds) {
        Point point = point(n, m, density, "{recipe: fast}");
        double predicted = 1000 * CostModel.of(kernel).stepSeconds(point.layout(), density, 1024);
        assertThat(predicted).isBetween(0.7 * milliseconds, 1.4 * milliseconds);
    }

    @Test
    void everythingThatIsMoreCostsMore() {
        double base = CPU.seconds(point(64, 16, 0.1, "{steps: 1000, batch: 256}"));
        assertThat(base).isPositive().isFinite();
        assertThat(CPU.seconds(point(128, 16, 0.1, "{steps: 1000, batch: 256}")))
                .isGreaterThan(base);
        assertThat(CPU.seconds(point(64, 32, 0.1, "{steps: 1000, batch: 256}"))).isGreaterThan(base);
        assertThat(CPU.seconds(point(64, 16, 0.1, "{steps: 2000, batch: 256}"))).isGreaterThan(1.5 * base);
        assertThat(CPU.seconds(point(64, 16, 0.1, "{steps: 1000, batch: 512}"))).isGreaterThan(base);
    }

    /** At n = 30, p = 0.1 as many features are active in strata as in samples as they come, 3 of 30, so that only drawing differs: 23 to 55 ns a sample. */
    @ParameterizedTest
    @CsvSource({"independent, 20, 60", "correlated, 30, 60"})
    void drawingStrataIsPaidFor(String data, double least, double most) {
        String training = "{steps: 100000, batch: 256, sampling: %s}\ndata: {kind: " + data + "}";
        double plain = CPU.seconds(point(30, 10, 0.1, String.format(training, "plain")));
        double strata = CPU.seconds(point(30, 10, 0.1, String.format(training, "stratified")));
        assertThat(1e9 * (strata - plain) / (100_000 * 256)).isBetween(least, most);
    }

    /** 40 × 10 begins with twelve small models, of 3 to 17 features, which take as long as by themselves. */
    @Test
    void theSmallModelsOfAGrownOneArePaidFor() {
        double alone = CPU.seconds(point(40, 10, 0.05, "{steps: 1000, init: mirrored}"));
        double grown = CPU.seconds(point(40, 10, 0.05, "{steps: 1000, init: grown}"));
        double small = 0;
        for (int m = 1; m <= 4; m++) {
            for (int n = 4 * m - 1; n <= 4 * m + 1; n++) {
                small += CPU.seconds(point(n, m, 0.05, "{recipe: fast}"));
            }
        }
        assertThat(grown - alone).isBetween(0.7 * small, small);
    }

    /** At n = 1024 the model that training begins with and its end are compared on 200 batches each, which takes as long as 400 steps of fast. */
    @Test
    void theComparisonWithTheStartIsPaidFor() {
        double drawn = CPU.seconds(point(1024, 256, 0.05, "{steps: 10, init: mirrored}"));
        double code = CPU.seconds(point(1024, 256, 0.05, "{steps: 10, init: code}"));
        double batches = CPU.seconds(point(1024, 256, 0.05, "{steps: 410, init: mirrored}")) - drawn;
        assertThat(code - drawn).isBetween(batches, batches + 2);
    }

    @Test
    void aStopRuleEndsEarlierThanTheMostSteps() {
        assertThat(CostModel.expectedSteps(point(64, 16, 0.1, "{steps: 1000}"))).isEqualTo(1000);
        assertThat(CostModel.expectedSteps(point(64, 16, 0.1, "{steps: 1000, stop: plateau}")))
                .isLessThan(1000);
        // the published recipe at n = 64, m = 16, p = 0.3: it took 4320
        assertThat(CostModel.expectedSteps(point(64, 16, 0.3, "{recipe: paper}")))
                .isBetween(2000.0, 8000.0);
    }

    @Test
    void calibrationFindsTheMachinesFactorInSpiteOfStrayValues() {
        List<Point> points =
                points("{n: {pow2: [3, 9]}, ratio: [0.25, 0.5], density: [0.01, 0.1, 1]}", "{recipe: fast}");
        List<CostModel.Observation> observations = new ArrayList<>();
        for (Point point : points) {
            double wobble = 1 + 0.1 * Math.sin(observations.size());
            double stray = observations.size() % 7 == 0 ? 50 : 1;
            double seconds = 3 * wobble * stray * CPU.seconds(point);
            observations.add(new CostModel.Observation(point, point.training().steps(), seconds));
        }
        CostModel calibrated = CPU.calibrated(observations);
        assertThat(calibrated.factor()).isCloseTo(3, within(0.4));
        assertThat(calibrated.seconds(points.get(0)))
                .isCloseTo(calibrated.factor() * CPU.seconds(points.get(0)), within(1e-12));
        assertThat(calibrated.calibrated(0.5).factor()).isCloseTo(calibrated.factor() / 2, within(1e-12));
    }

    @Test
    void uselessObservationsLeaveTheModelAsItIs() {
        Point point = point(8, 2, 0.5, "{recipe: fast}");
        assertThat(CPU.calibrated(List.of()).factor()).isEqualTo(1);
        assertThat(CPU.calibrated(List.of(
                                new CostModel.Observation(point, 4000, Double.NaN),
                                new CostModel.Observation(point, 4000, 0),
                                new CostModel.Observation(point, 4000, Double.POSITIVE_INFINITY)))
                        .factor())
                .isEqualTo(1);
        assertThatThrownBy(() -> CPU.calibrated(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CostModel.of("auto")).isInstanceOf(UserException.class);
    }
}
