package org.superpose.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixtureSearchTest {
    private record Piece(int g, int m, double total) {}

    /** Every way to fill n and m with pieces, by a plain table over both. */
    private static double[][] bruteForce(int n, int m, List<Piece> pieces) {
        double[][] least = new double[n + 1][m + 1];
        for (double[] row : least) {
            Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
        least[0][0] = 0;
        for (Piece piece : pieces) {
            for (int i = piece.g(); i <= n; i++) {
                for (int k = piece.m(); k <= m; k++) {
                    least[i][k] = Math.min(least[i][k], least[i - piece.g()][k - piece.m()] + piece.total());
                }
            }
        }
        return least;
    }

    private static List<Piece> circles(int n) {
        List<Piece> pieces = new ArrayList<>();
        for (int g = 3; g <= n; g++) {
            pieces.add(new Piece(g, 3, g * Code.circle(g).coefficient()));
        }
        return pieces;
    }

    private static void check(Optional<Mixture> mixture, int n, int m, double least) {
        assertThat(mixture.isPresent()).as("n = %d, m = %d", n, m).isEqualTo(Double.isFinite(least));
        mixture.ifPresent(found -> {
            assertThat(found.features()).isEqualTo(n);
            assertThat(found.dimensions()).isEqualTo(m);
            assertThat(found.coefficient())
                    .as("n = %d, m = %d: %s", n, m, found)
                    .isCloseTo(least / n, within(1e-9));
        });
    }

    @Test
    void smallMixturesAreTheBestThereAre() {
        int n = 60;
        int m = 30;
        List<Piece> pieces = circles(n);
        pieces.add(new Piece(1, 1, 0));
        pieces.add(new Piece(2, 1, 1 / 3.0));
        double[][] ofCircles = bruteForce(n, m, pieces);
        KnownBlocks.all()
                .forEach(block -> pieces.add(new Piece(
                        block.code().features(),
                        block.code().dimensions(),
                        block.code().features() * block.code().coefficient())));
        double[][] ofAll = bruteForce(n, m, pieces);
        for (int i = 1; i <= n; i++) {
            for (int k = 1; k <= Math.min(i, m); k++) {
                if (k != 3) {
                    check(MixtureSearch.ofCircles(i, k), i, k, ofCircles[i][k]);
                }
                check(MixtureSearch.ofAll(i, k), i, k, ofAll[i][k]);
            }
        }
    }

    /** What the sweep file's check says, without a search. */
    @Test
    void itIsKnownWhereThereIsAMixture() {
        for (int n = 1; n <= 30; n++) {
            for (int m = 1; m <= Math.min(4, n); m++) {
                boolean exists = MixtureSearch.exists(n, m);
                assertThat(MixtureSearch.ofCircles(n, m).isPresent()).isEqualTo(exists);
                assertThat(MixtureSearch.ofAll(n, m).isPresent()).isEqualTo(exists);
                assertThat(MixtureSearch.ofLadders(n, m, 0.01).isPresent())
                        .isEqualTo(MixtureSearch.existsWithLadders(n, m));
            }
        }
    }

    @Test
    void threeDimensionsAreOneCircle() {
        assertThat(MixtureSearch.ofCircles(6, 3).orElseThrow().coefficient()).isCloseTo(0.777778, within(1e-6));
        assertThat(MixtureSearch.ofCircles(1000, 3).orElseThrow()).hasToString("circle 1000 × 3");
    }

    /** Large models are laid aside for the most part; a plain table over everything knows better, if anything does. */
    @ParameterizedTest
    @CsvSource({"400, 200", "480, 161", "512, 128", "500, 167", "700, 100", "301, 299", "640, 107"})
    void largeMixturesAreAsGood(int n, int m) {
        List<Piece> pieces = circles(60);
        KnownBlocks.all()
                .forEach(block -> pieces.add(
                        new Piece(block.code().features(), block.code().dimensions(), block.total())));
        check(MixtureSearch.ofAll(n, m), n, m, bruteForce(n, m, pieces)[n][m]);
    }

    /** Ladders have up to twelve features per dimension, so that models of few dimensions are large too. */
    @ParameterizedTest
    @CsvSource({"1152, 96", "1000, 90", "880, 75", "1001, 83", "1500, 128"})
    void laddersFillModelsOfManyFeatures(int n, int m) {
        List<Piece> pieces = circles(60);
        KnownBlocks.all()
                .forEach(block -> pieces.add(
                        new Piece(block.code().features(), block.code().dimensions(), block.total())));
        pieces.add(new Piece(2, 1, 25 / 81.0));
        Ladder.all(0.01).forEach(block -> pieces.add(new Piece(block.code().features(), 2, block.total())));
        check(MixtureSearch.ofLadders(n, m, 0.01), n, m, bruteForce(n, m, pieces)[n][m]);
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 3",
        "1000000, 5000",
        "1000000, 250000",
        "100000, 99999",
        "1000000, 4",
        "1000000, 60",
        "5, 2",
        "3, 1",
        "200000, 4"
    })
    void everySizeIsAnsweredAtOnce(int n, int m) {
        long start = System.nanoTime();
        for (Optional<Mixture> found : List.of(MixtureSearch.ofCircles(n, m), MixtureSearch.ofAll(n, m))) {
            assertThat(found.isPresent()).isEqualTo(m >= 3 || n <= 2 * m);
            found.ifPresent(mixture -> {
                assertThat(mixture.features()).isEqualTo(n);
                assertThat(mixture.dimensions()).isEqualTo(m);
                assertThat(mixture.coefficient()).isBetween(0.0, n / 3.0);
            });
        }
        assertThat(1e-9 * (System.nanoTime() - start)).isLessThan(5);
    }
}
