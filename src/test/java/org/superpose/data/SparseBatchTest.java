package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparseBatchTest {
    /** Filled by cells, densely and by rows (the last three densities are for these), over sizes around a block. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 0.05",
        "5, 64, 0.05",
        "7, 63, 0.1",
        "7, 200, 0.1",
        "1, 65, 0.3",
        "5, 1, 1",
        "9, 130, 0.5",
        "9, 70, -1"
    })
    void rowsAndBlocksAreTheSameNumbers(int n, int size, double density) {
        SparseBatch batch = new SparseBatch(n, size);
        RandomStream stream = RandomStream.of("batch", "train");
        for (int page = 0; page < 3; page++) {
            if (density > 0) {
                new IndependentFeatures(n, density).fill(batch, stream, page);
            } else {
                new Coactivations(n, 0.1).fill(batch, new double[size], stream, page);
            }
            int entries = batch.entries();
            float[] fromBlocks = fromBlocks(batch, page);
            float[] fromRows = new float[n * size];
            for (int s = 0; s < size; s++) {
                for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                    fromRows[s * n + batch.index()[e]] = batch.value()[e];
                }
            }
            assertThat(fromRows).isEqualTo(fromBlocks);
            assertThat(batch.start()[size]).isEqualTo(entries);
            assertThat(batch.entries()).isEqualTo(entries).isEqualTo((int) positive(fromRows));
            assertThat(fromBlocks(batch, 2 - page)).isEqualTo(fromRows);
        }
    }

    /** Filled by dense cells, by cells and by rows: what fills a batch anew takes the weights of the last time away. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.05, -1})
    void aBatchFilledAnewHasNoWeights(double density) {
        SparseBatch batch = new SparseBatch(9, 70);
        assertThat(batch.weighted()).isFalse();
        float[] weights = new float[70];
        Arrays.fill(weights, 3);
        WeightedBatches.weigh(batch, weights);
        assertThat(batch.weighted()).isTrue();
        assertThat(batch.weight(69)).isEqualTo(3);
        assertThat(batch.weights()).hasSize(128).startsWith(weights);
        if (density > 0) {
            new IndependentFeatures(9, density).fill(batch, RandomStream.of("batch", "train"), 0);
        } else {
            new Coactivations(9, 0.1).fill(batch, new double[70], RandomStream.of("batch", "train"), 0);
        }
        assertThat(batch.weighted()).isFalse();
        assertThat(batch.weight(69)).isEqualTo(1);
        assertThatThrownBy(batch::weights).isInstanceOf(IllegalStateException.class);
    }

    /** Read a few blocks at a time; what fills the last one up must be zero. */
    private static float[] fromBlocks(SparseBatch batch, int group) {
        float[] x = new float[batch.n() * batch.size()];
        for (int first = 0; first < batch.blockCount(); first += group + 1) {
            int count = Math.min(group + 1, batch.blockCount() - first);
            int offset = batch.blocks(first, count);
            for (int c = 0; c < count * batch.n() * SparseBatch.SAMPLES_PER_BLOCK; c++) {
                int sample = (first + c / (batch.n() * SparseBatch.SAMPLES_PER_BLOCK)) * SparseBatch.SAMPLES_PER_BLOCK
                        + c % SparseBatch.SAMPLES_PER_BLOCK;
                float value = batch.cells()[offset + c];
                if (sample < batch.size()) {
                    x[sample * batch.n() + c / SparseBatch.SAMPLES_PER_BLOCK % batch.n()] = value;
                } else {
                    assertThat(value).isZero();
                }
            }
        }
        return x;
    }

    private static long positive(float[] values) {
        long positive = 0;
        for (float value : values) {
            positive += value > 0 ? 1 : 0;
        }
        return positive;
    }

    @ParameterizedTest
    @CsvSource({"0.05", "0.4"})
    void aBatchCanBeFilledInAnotherWayThanBefore(double density) {
        int n = 9;
        SparseBatch used = new SparseBatch(n, 100);
        RandomStream stream = RandomStream.of("batch", "train");
        new IndependentFeatures(n, density).fill(used, stream, 0);
        double[] weight = new double[100];
        new Coactivations(n, 0.1).fill(used, weight, stream, 1);
        SparseBatch fresh = new SparseBatch(n, 100);
        new Coactivations(n, 0.1).fill(fresh, weight, stream, 1);
        assertThat(used.start()).isEqualTo(fresh.start());
        assertThat(Arrays.copyOf(used.index(), used.entries())).isEqualTo(Arrays.copyOf(fresh.index(), used.entries()));
        assertThat(fromBlocks(used, 0)).isEqualTo(fromBlocks(fresh, 0));
        new IndependentFeatures(n, 0.45 - density).fill(used, stream, 2);
        new IndependentFeatures(n, 0.45 - density).fill(fresh, stream, 2);
        assertThat(used.start()).isEqualTo(fresh.start());
        assertThat(fromBlocks(used, 1)).isEqualTo(fromBlocks(fresh, 1));
    }
}
