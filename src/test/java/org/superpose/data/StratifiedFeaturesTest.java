package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StratifiedFeaturesTest {
    private static final int PAGES = 400;
    private static final int SIZE = 96;

    private static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(new DataSpec(DataSpec.Kind.INDEPENDENT), 7, 0.02),
                Arguments.of(new DataSpec(DataSpec.Kind.INDEPENDENT), 7, 1e-5),
                Arguments.of(new DataSpec(DataSpec.Kind.INDEPENDENT), 7, 0.28),
                Arguments.of(new DataSpec(DataSpec.Kind.POWERLAW), 7, 0.05),
                Arguments.of(new DataSpec(DataSpec.Kind.BLOCKS), 7, 0.03),
                Arguments.of(new DataSpec(DataSpec.Kind.CORRELATED, 3, null, 0), 7, 0.05),
                Arguments.of(new DataSpec(DataSpec.Kind.TOPICS, 3, null, 0.3), 7, 0.05),
                Arguments.of(new DataSpec(DataSpec.Kind.TOPICS, 3, null, 0.05), 7, 0.05),
                Arguments.of(new DataSpec(DataSpec.Kind.ANTICORRELATED, 3, DataSpec.Marginal.EACH, 0), 7, 0.05),
                Arguments.of(new DataSpec(DataSpec.Kind.ANTICORRELATED, 3, DataSpec.Marginal.SHARED, 0), 7, 0.1));
    }

    /** P(c_i c_j = 1), E x_i and E x_i x_j are those of the distribution, however the samples were drawn: no |z| above 4.5. */
    @ParameterizedTest
    @MethodSource("kinds")
    void weighedMomentsAreThoseOfTheData(DataSpec data, int n, double density) {
        double scale = density * density;
        FeatureDistribution batches = data.stratified(n, density, SIZE, scale);
        FeatureMoments moments = data.moments(n, density);
        SparseBatch batch = new SparseBatch(n, SIZE);
        Scores together = new Scores(n);
        Scores products = new Scores(n);
        for (int page = 0; page < PAGES; page++) {
            batches.fill(batch, RandomStream.of("moments", "test"), page);
            double[][] pairs = new double[n][n];
            double[][] values = new double[n][n];
            for (int s = 0; s < SIZE; s++) {
                for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                    for (int f = batch.start()[s]; f < batch.start()[s + 1]; f++) {
                        int i = batch.index()[e];
                        int j = batch.index()[f];
                        pairs[i][j] += scale * batch.weight(s) / SIZE;
                        values[i][j] +=
                                scale * batch.weight(s) / SIZE * batch.value()[e] * (i == j ? 1 : batch.value()[f]);
                    }
                }
            }
            together.add(pairs);
            products.add(values);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double probability = moments.together(i, j);
                together.check(i, j, probability);
                products.check(i, j, i == j ? probability / 2 : probability / 4);
            }
        }
    }

    /** Running sums of a matrix and of its squares. */
    private static final class Scores {
        private final double[][] sums;
        private final double[][] squares;

        Scores(int n) {
            this.sums = new double[n][n];
            this.squares = new double[n][n];
        }

        void add(double[][] values) {
            for (int i = 0; i < sums.length; i++) {
                for (int j = 0; j < sums.length; j++) {
                    sums[i][j] += values[i][j];
                    squares[i][j] += values[i][j] * values[i][j];
                }
            }
        }

        void check(int i, int j, double exact) {
            double mean = sums[i][j] / PAGES;
            double error = Math.sqrt(Math.max(0, squares[i][j] / PAGES - mean * mean) / (PAGES - 1));
            assertThat(mean).as(i + ", " + j).isCloseTo(exact, within(4.5 * error + 1e-6 * exact));
            assertThat(error).as("noise at " + i + ", " + j).isLessThan(0.2 * exact + 1e-300);
        }
    }

    /** Of every batch the weights add up to 1, the first sample is the empty one, and co-activations are many. */
    @ParameterizedTest
    @CsvSource({"50, 1e-3", "50, 1e-6", "50, 0.04", "2, 1e-9", "1, 0.3", "4096, 1e-5", "4096, 0.001"})
    void everyBatchIsWholeAndHasFeaturesThatMeet(int n, double density) {
        int size = 1024;
        FeatureDistribution batches =
                new DataSpec(DataSpec.Kind.INDEPENDENT).stratified(n, density, size, density * density);
        SparseBatch batch = new SparseBatch(n, size);
        batches.fill(batch, RandomStream.of("whole", "test"), 3);
        double sum = 0;
        int pairs = 0;
        for (int s = 0; s < size; s++) {
            sum += batch.weight(s) * density * density / size;
            pairs += batch.start()[s + 1] - batch.start()[s] == 2 ? 1 : 0;
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
        assertThat(batch.start()[1]).isZero();
        assertThat(batch.start()[2]).isPositive();
        assertThat(batch.weight(0) * density * density / size)
                .isCloseTo(StrictMath.exp(n * StrictMath.log1p(-density)), within(1e-6));
        assertThat(pairs).isBetween(n == 1 ? 0 : size / 6, n == 1 ? 0 : size / 2);
    }

    /** In the smallest batch all that is not empty is one stratum. */
    @Test
    void twoSamplesAreEnough() {
        DataSpec data = new DataSpec(DataSpec.Kind.INDEPENDENT);
        SparseBatch batch = new SparseBatch(5, 2);
        FeatureDistribution batches = data.stratified(5, 0.1, 2, 1);
        batches.fill(batch, RandomStream.of("two", "test"), 0);
        assertThat(batch.weight(0) / 2).isCloseTo((float) Math.pow(0.9, 5), within(1e-6f));
        assertThat(batch.weight(0) + batch.weight(1)).isCloseTo(2, within(1e-6f));
        assertThatThrownBy(() -> data.stratified(5, 0.1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2");
    }

    @Test
    void equalPagesAreEqualBatchesWhateverCameBefore() {
        DataSpec data = new DataSpec(DataSpec.Kind.POWERLAW);
        SparseBatch one = new SparseBatch(40, SIZE);
        SparseBatch other = new SparseBatch(40, SIZE);
        RandomStream stream = RandomStream.of("pages", "test");
        data.stratified(40, 0.01, SIZE, 1).fill(one, stream, 7);
        FeatureDistribution batches = data.stratified(40, 0.01, SIZE, 1);
        batches.fill(other, stream, 6);
        batches.fill(other, stream, 7);
        assertThat(other.entries()).isEqualTo(one.entries());
        for (int e = 0; e < one.entries(); e++) {
            assertThat(other.index()[e]).isEqualTo(one.index()[e]);
            assertThat(other.value()[e]).isEqualTo(one.value()[e]);
        }
    }

    @Test
    void whatCannotBeStratifiedSaysWhy() {
        assertThat(new DataSpec(DataSpec.Kind.GRAPH).obstacleToStrata(9, 0.01).text())
                .contains("no independent sets");
        DataSpec powers = new DataSpec(DataSpec.Kind.POWERLAW, 0, null, 5);
        assertThat(powers.obstacleToStrata(10, 0.2).text()).contains("always");
        assertThat(powers.suitsStrata(10, 0.2)).isFalse();
        DataSpec independent = new DataSpec(DataSpec.Kind.INDEPENDENT);
        assertThat(independent.obstacleToStrata(100, 0.5).text())
                .contains("50.0")
                .contains("at most 8");
        assertThat(independent.suitsStrata(100, 0.02)).isTrue();
        assertThat(independent.suitsStrata(101, 0.02)).isFalse();
        assertThat(List.of(independent.obstacleToStrata(100, 1.0))).hasSize(1);
        assertThatThrownBy(() -> independent.stratified(100, 0.5, 64, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
