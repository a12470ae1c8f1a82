package org.superpose.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.superpose.data.RandomStream;

class OutputPassTest {
    private static final int ENOUGH_TO_BE_COMPILED = 50_000;

    /** Interpreted at first, compiled at last: Java promises no order for a reduction over lanes, we do. */
    @Test
    void aSumHasTheSameBitsHoweverOftenItIsTaken() {
        double[] uniforms = RandomStream.of("output pass", "sum").uniforms(0, 3 + OutputPass.BLOCK);
        float[] g = new float[uniforms.length];
        for (int q = 0; q < g.length; q++) {
            g[q] = (float) (uniforms[q] - 0.5);
        }
        float[] lanes = new float[ForcedPaths.lanes()];
        float first = OutputPass.sum(g, 3, lanes);
        double exact = Arrays.stream(uniforms)
                .skip(3)
                .map(uniform -> (float) (uniform - 0.5))
                .sum();
        assertThat((double) first).isFinite().isCloseTo(exact, within(1e-5));
        for (int q = 0; q < ENOUGH_TO_BE_COMPILED; q++) {
            float again = OutputPass.sum(g, 3, lanes);
            if (again != first) {
                fail("sum %d is %s, the first was %s", q, again, first);
            }
        }
    }
}
