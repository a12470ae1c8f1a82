package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class UnitLogarithmTest {
    @Test
    void agreesWithTheLibrary() {
        Random random = new Random(1);
        for (int q = 0; q < 200_000; q++) {
            long k = q < 1000
                    ? q
                    : q < 2000 ? 0xFFFFFFFFL - (q - 1000) : random.nextInt() & 0xFFFFFFFFL >>> random.nextInt(32);
            double exact = StrictMath.log((k + 0.5) * 0x1p-32);
            assertThat(UnitLogarithm.of(k)).isCloseTo(exact, within(2e-14)).isNegative();
        }
    }
}
