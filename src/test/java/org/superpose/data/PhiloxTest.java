package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {
    /** The known answers of Random123 1.14 (kat_vectors, philox4x32 10): counter, key, image. */
    @ParameterizedTest
    @CsvSource({
        "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
    })
    void givesTheKnownAnswers(String counter, String key, String image) {
        long[] c = longs(counter);
        long[] even = new long[1];
        long[] odd = new long[1];
        Philox.fill(longs(key)[0], c[1], c[0], 1, even, odd);
        assertThat(new long[] {even[0], odd[0]}).isEqualTo(longs(image));
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "64", "100"})
    void aBlockDoesNotDependOnItsNeighbours(int blocks) {
        long first = 0xFFFFFFFFL - 3;
        long[] even = new long[blocks];
        long[] odd = new long[blocks];
        Philox.fill(5, 9, first, blocks, even, odd);
        for (int q = 0; q < blocks; q++) {
            long[] oneEven = new long[1];
            long[] oneOdd = new long[1];
            Philox.fill(5, 9, first + q, 1, oneEven, oneOdd);
            assertThat(even[q]).isEqualTo(oneEven[0]);
            assertThat(odd[q]).isEqualTo(oneOdd[0]);
        }
    }

    /** Words w0 w1 w2 w3 as the longs w1:w0, w3:w2. */
    private static long[] longs(String words) {
        String[] word = words.trim().split(" ", -1);
        long[] longs = new long[word.length / 2];
        for (int q = 0; q < longs.length; q++) {
            longs[q] = Long.parseLong(word[2 * q + 1], 16) << 32 | Long.parseLong(word[2 * q], 16);
        }
        return longs;
    }
}
