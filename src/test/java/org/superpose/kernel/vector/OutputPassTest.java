package org.superpose.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superpose.kernel.vector.PanelProducts.COLUMNS_PER_PANEL;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.model.OutputFunction;
import org.superpose.simd.vector.Lanes;

class OutputPassTest {
    private static final int SAMPLES = 7;
    private static final int ENOUGH_TO_BE_COMPILED = 5_000;

    private final Random random = new Random(1);
    private final float[] importance = new float[2 * COLUMNS_PER_PANEL];
    private final float[] slope = new float[2 * COLUMNS_PER_PANEL];
    private final float[] b = new float[2 * COLUMNS_PER_PANEL];
    private final float[] a = new float[SAMPLES * COLUMNS_PER_PANEL];
    private final float[] x = new float[SAMPLES * COLUMNS_PER_PANEL];

    /** Every bit belongs to its output, interpreted at first, compiled at last. */
    @ParameterizedTest
    @ValueSource(ints = {1, 17, 33, 63, 64})
    void theBitsAreThoseOfTheOutputsWithAGradient(int rows) {
        for (int i = 0; i < rows; i++) {
            importance[COLUMNS_PER_PANEL + i] = 1;
            slope[COLUMNS_PER_PANEL + i] = 0.5f;
            b[COLUMNS_PER_PANEL + i] = random.nextFloat() - 0.5f;
            for (int s = 0; s < SAMPLES; s++) {
                a[s * COLUMNS_PER_PANEL + i] = random.nextFloat() - 0.5f;
                x[s * COLUMNS_PER_PANEL + i] = random.nextInt(4) == 0 ? random.nextFloat() : 0;
            }
        }
        OutputPass pass = new OutputPass(importance, slope, OutputFunction.RELU, false, SAMPLES);
        for (int repetition = 0; repetition < ENOUGH_TO_BE_COMPILED; repetition++) {
            float[] g = a.clone();
            float[] db = new float[2 * COLUMNS_PER_PANEL];
            long[] active = new long[1 + SAMPLES];
            pass.apply(
                    COLUMNS_PER_PANEL, rows, 0, SAMPLES, g, 0, x, null, b, new float[SAMPLES * Lanes.LANES], active, 1);
            OutputPass.addRows(COLUMNS_PER_PANEL, rows, SAMPLES, g, 0, db);
            check(rows, g, db, active);
        }
    }

    private void check(int rows, float[] g, float[] db, long[] active) {
        long[] expectedActive = new long[1 + SAMPLES];
        float[] expectedDb = new float[2 * COLUMNS_PER_PANEL];
        float[] expectedG = new float[SAMPLES * COLUMNS_PER_PANEL];
        for (int s = 0; s < SAMPLES; s++) {
            for (int i = 0; i < rows; i++) {
                float y = a[s * COLUMNS_PER_PANEL + i] + b[COLUMNS_PER_PANEL + i];
                if (y > 0) {
                    expectedG[s * COLUMNS_PER_PANEL + i] = (y - x[s * COLUMNS_PER_PANEL + i]) * 0.5f;
                    expectedDb[COLUMNS_PER_PANEL + i] += expectedG[s * COLUMNS_PER_PANEL + i];
                    expectedActive[1 + s] |= 1L << i;
                }
            }
        }
        assertThat(active).isEqualTo(expectedActive);
        assertThat(g).isEqualTo(expectedG);
        assertThat(db).isEqualTo(expectedDb);
    }
}
