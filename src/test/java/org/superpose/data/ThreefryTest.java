package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreefryTest {
    /** The known answers of Random123 (kat_vectors, threefry4x32 13): counter, key, image. */
    @ParameterizedTest
    @CsvSource({
        "00000000 00000000 00000000 00000000, 00000000 00000000 00000000 00000000, 531c7e4f 39491ee5 2c855a92 3d6abf9a",
        "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff ffffffff ffffffff, c4189358 1c9cc83a d5881c67 6a0a89e0",
        "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0 082efa98 ec4e6c89, 4aa71d8f 734738c2 431fc6a8 ae6debf1"
    })
    void givesTheKnownAnswers(String counter, String key, String image) {
        int[] c = words(counter);
        assertThat(block(generator(words(key)), c[0], c[1], c[2], c[3])).isEqualTo(words(image));
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "32"})
    void aBlockDoesNotDependOnItsNeighbours(int rows) {
        Threefry generator = new Threefry(1, 2, 3, 4);
        int[][] w = new int[4][Threefry.LANES * rows];
        generator.fill(-7, 0x7FFFFFFE, 5, 9, rows, w[0], w[1], w[2], w[3]);
        for (int q = 0; q < w[0].length; q++) {
            int[] alone = block(generator, q % 64 - 7, 0x7FFFFFFE + q / 64, 5, 9);
            assertThat(new int[] {w[0][q], w[1][q], w[2][q], w[3][q]})
                    .as("block %d", q)
                    .isEqualTo(alone);
        }
    }

    private static Threefry generator(int[] k) {
        return new Threefry(k[0], k[1], k[2], k[3]);
    }

    private static int[] block(Threefry generator, int c0, int c1, int c2, int c3) {
        int[][] w = new int[4][Threefry.LANES];
        generator.fill(c0, c1, c2, c3, 1, w[0], w[1], w[2], w[3]);
        return new int[] {w[0][0], w[1][0], w[2][0], w[3][0]};
    }

    private static int[] words(String hex) {
        return Arrays.stream(hex.trim().split(" ", -1))
                .mapToInt(word -> Integer.parseUnsignedInt(word, 16))
                .toArray();
    }
}
