package org.superpose.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.geometry.LevelChanges.Change;
import org.superpose.geometry.LevelChanges.Level;

class LevelChangesTest {
    private static final double[] LEVELS = {0, 0.375, 0.4, 0.5, 2 / 3.0, 0.75, 1};

    /** Plateaus of random length and level, joined by linear ramps; the middles of the ramps. */
    private record Path(double[] values, List<Double> middles, List<Double> levels) {
        static Path draw(Random random, int changes, int ramp, double least) {
            List<Double> values = new ArrayList<>();
            List<Double> middles = new ArrayList<>();
            List<Double> levels = new ArrayList<>();
            double level = LEVELS[random.nextInt(LEVELS.length)];
            levels.add(level);
            hold(values, level, random);
            for (int change = 0; change < changes; change++) {
                double next = level;
                while (Math.abs(next - level) < least) {
                    next = LEVELS[random.nextInt(LEVELS.length)];
                }
                // The value passes the middle between values.size() − 1 and values.size() + ramp.
                middles.add(values.size() - 1 + (ramp + 1) / 2.0);
                for (int q = 1; q <= ramp; q++) {
                    values.add(level + (next - level) * q / (ramp + 1.0));
                }
                level = next;
                levels.add(level);
                hold(values, level, random);
            }
            return new Path(values.stream().mapToDouble(value -> value).toArray(), middles, levels);
        }

        private static void hold(List<Double> values, double level, Random random) {
            int length = 8 + random.nextInt(12);
            for (int q = 0; q < length; q++) {
                values.add(level);
            }
        }

        double[] noisy(Random random, double sigma) {
            return Arrays.stream(values)
                    .map(value -> value + sigma * random.nextGaussian())
                    .toArray();
        }
    }

    /** Every change, at its step, and no other: 200 series for each noise and width of ramps; of the largest noise, and the widest, no change below 1/10. */
    @ParameterizedTest
    @CsvSource({
        "0,0", "0,1", "0,2", "0,3", "0,5", "0.002,0", "0.002,3", "0.005,0", "0.005,1", "0.005,2", "0.005,4", "0.01,0",
        "0.01,2"
    })
    void plantedChangesAreFoundAtTheirStep(double sigma, int ramp) {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(1000 + seed);
            Path path = Path.draw(random, seed % 6, ramp, sigma > 0.005 || ramp > 2 ? 0.099 : 0.083);
            List<Change> changes = LevelChanges.of(path.noisy(random, sigma));
            assertThat(changes)
                    .as("seed %d: %s", seed, path.levels())
                    .hasSize(path.middles().size());
            for (int c = 0; c < changes.size(); c++) {
                Change change = changes.get(c);
                // Without noise the first snapshot at or past the middle; with it a value near the middle may be on
                // either side.
                double past = Math.floor(path.middles().get(c)) + 1 - change.at();
                assertThat(Math.abs(past)).as("seed %d, change %d", seed, c).isLessThanOrEqualTo(ramp == 0 ? 0 : 1);
                assertThat(change.before()).isCloseTo(path.levels().get(c), within(0.02 + 2 * sigma));
                assertThat(change.after()).isCloseTo(path.levels().get(c + 1), within(0.02 + 2 * sigma));
            }
        }
    }

    @Test
    void flatSeriesHaveNone() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            double level = random.nextDouble();
            double sigma = 0.02 * random.nextDouble();
            double[] series = new double[64];
            Arrays.setAll(series, k -> level + sigma * random.nextGaussian());
            assertThat(LevelChanges.of(series)).as("seed %d", seed).isEmpty();
        }
    }

    /** From 0 to 1, so slowly that four snapshots stay within a band, or faster than that without ever resting. */
    @ParameterizedTest
    @CsvSource({
        "20,0",
        "30,0",
        "64,0",
        "80,0",
        "120,0",
        "500,0",
        "30,0.002",
        "64,0.002",
        "120,0.001",
        "200,0.002",
        "500,0.005"
    })
    void aDriftIsNoChange(int length, double sigma) {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            double[] series = new double[length];
            Arrays.setAll(series, k -> k / (length - 1.0) + sigma * random.nextGaussian());
            assertThat(LevelChanges.of(series)).as("seed %d", seed).isEmpty();
        }
    }

    /** Two strays in a row are no plateau, and neither are a few values that come back to the old level. */
    @Test
    void strayValuesAndExcursionsAreNoChange() {
        double[] series = new double[40];
        Arrays.fill(series, 0.5);
        series[7] = 1;
        series[20] = 0;
        series[21] = 0;
        series[22] = 0.1;
        assertThat(LevelChanges.of(series)).isEmpty();
    }

    /** Values that cross the middle and come back before they stay: the last crossing counts. */
    @Test
    void theStepIsTheLastCrossing() {
        double[] series = {0.5, 0.5, 0.5, 0.5, 0.5, 0.8, 0.9, 0.6, 0.6, 0.9, 1, 1, 1, 1, 1};
        assertThat(LevelChanges.of(series)).containsExactly(new Change(9, 0.5, 1));
    }

    /** Of a plateau after the change too few snapshots are known; of none there is nothing to say. */
    @Test
    void tooShortToTell() {
        assertThat(LevelChanges.of(new double[0])).isEmpty();
        assertThat(LevelChanges.of(new double[] {1})).isEmpty();
        assertThat(LevelChanges.of(new double[] {0, 0, 0, 0, 0, 1, 1, 1})).isEmpty();
        assertThat(LevelChanges.of(new double[] {0, 0, 0, 0, 1, 1, 1, 1})).containsExactly(new Change(4, 0, 1));
        assertThatThrownBy(() -> LevelChanges.of(new double[] {0, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void levelsHaveTheNamesOfTheirFractions() {
        assertThat(Level.values())
                .extracting(Level::label)
                .containsExactly("1", "3/4", "2/3", "1/2", "2/5", "3/8", "0");
        assertThat(Level.near(0.655)).isEqualTo(Level.TRIANGLE);
        assertThat(Level.near(0.39)).isEqualTo(Level.PENTAGON);
        assertThat(Level.near(0.386)).isEqualTo(Level.ANTIPRISM);
        assertThat(Level.near(0.015)).isEqualTo(Level.NONE);
        assertThat(Level.near(1.019)).isEqualTo(Level.OWN);
        assertThat(Level.near(0.45)).isNull();
        assertThat(Level.near(0.7)).isNull();
    }
}
