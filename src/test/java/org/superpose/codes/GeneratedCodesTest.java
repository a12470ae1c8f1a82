package org.superpose.codes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.superpose.Generated;
import org.superpose.theory.ThermodynamicLimit;

/** The documentation's tables of the least coefficients known are those that the codes have now. */
class GeneratedCodesTest {
    private static final int MOST_DIMENSIONS = 10;
    private static final int MOST_PER_DIMENSION = 6;
    private static final int MOST_FEATURES = 100;
    private static final int[] RATIOS = {32, 16, 12, 8, 6, 5, 4, 3, 2};

    /** A block without its matrices: features, dimensions, and g times the coefficient. */
    private record Piece(String name, int g, int m, double total) {
        Piece(KnownBlocks.Block block) {
            this(block.code().name(), block.code().features(), block.code().dimensions(), block.total());
        }

        double features() {
            return (double) g / m;
        }

        @Override
        public String toString() {
            return name + " " + g + " × " + m;
        }
    }

    private static List<Piece> circles() {
        List<Piece> pieces = new ArrayList<>(
                List.of(new Piece(new KnownBlocks.Block(Code.DEDICATED)), new Piece(new KnownBlocks.Block(Code.PAIR))));
        for (int g = 4; g <= MOST_FEATURES; g++) {
            pieces.add(new Piece("circle", g, 3, g * Code.circleCoefficient(g)));
        }
        return pieces;
    }

    private static List<Piece> spherical() {
        return Stream.concat(circles().stream(), KnownBlocks.all().stream().map(Piece::new))
                .toList();
    }

    /** With what ladders tend to as ζ → ∞. */
    private static List<Piece> ladders() {
        List<Piece> pieces = new ArrayList<>(spherical());
        pieces.add(new Piece(new KnownBlocks.Block(Code.UNEVEN_PAIR)));
        for (int g = Ladder.LEAST; g <= MOST_FEATURES; g++) {
            pieces.add(new Piece("ladder", g, 2, (g - 1) * (g - 2) / 6.0));
        }
        return pieces;
    }

    /** The least total of every size, [features][dimensions]. */
    private static double[][] least(List<Piece> pieces) {
        int n = MOST_DIMENSIONS * MOST_PER_DIMENSION;
        double[][] least = new double[n + 1][MOST_DIMENSIONS + 1];
        for (double[] row : least) {
            Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
        least[0][0] = 0;
        for (Piece piece : pieces) {
            for (int i = piece.g(); i <= n; i++) {
                for (int k = piece.m(); k <= MOST_DIMENSIONS; k++) {
                    least[i][k] = Math.min(least[i][k], least[i - piece.g()][k - piece.m()] + piece.total());
                }
            }
        }
        return least;
    }

    @Test
    void theLeastCoefficientsKnownAreListed() throws IOException {
        double[][] ladders = least(ladders());
        StringBuilder csv = new StringBuilder("m,g,ratio,circle,spherical,spherical_blocks,ladder_limit\n");
        for (int m = 1; m <= MOST_DIMENSIONS; m++) {
            for (int g = m + 1; g <= MOST_PER_DIMENSION * m; g++) {
                String circle = MixtureSearch.ofCircles(g, m)
                        .map(mixture -> number(mixture.coefficient()))
                        .orElse("");
                String spherical = MixtureSearch.ofAll(g, m)
                        .map(mixture -> number(mixture.coefficient()) + "," + mixture)
                        .orElse(",");
                if (Double.isFinite(ladders[g][m])) {
                    csv.append(String.join(
                                    ",",
                                    "" + m,
                                    "" + g,
                                    number((double) m / g),
                                    circle,
                                    spherical,
                                    number(ladders[g][m] / g)))
                            .append('\n');
                }
            }
        }
        Generated.file("src/site/resources/least-coefficients.csv", csv.toString());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    /** A mixture of two blocks in any shares, per feature. */
    private record Mixed(double coefficient, Piece few, Piece many) {
        @Override
        public String toString() {
            return few.equals(many) ? few.toString() : few + ", " + many;
        }
    }

    /** The best mixture of two at n = x m: large models come as near to it as their size allows. */
    private static Mixed envelope(List<Piece> pieces, double x) {
        Mixed best = new Mixed(Double.POSITIVE_INFINITY, null, null);
        for (Piece few : pieces) {
            for (Piece many : pieces) {
                if (few.features() <= x && many.features() >= x) {
                    double share = few.features() == many.features()
                            ? 1
                            : (many.features() - x) / (many.features() - few.features());
                    double perDimension = share * few.total() / few.m() + (1 - share) * many.total() / many.m();
                    if (perDimension / x < best.coefficient() - 1e-12) {
                        best = new Mixed(perDimension / x, share == 0 ? many : few, share == 1 ? few : many);
                    }
                }
            }
        }
        return best;
    }

    @Test
    void theEnvelopeIsListed() throws IOException {
        StringBuilder table =
                new StringBuilder("| r | `circle` | `spherical` | made of | `ladder`, ζ → ∞ | made of | (1/r − 1)/6 |"
                        + " L*/p² at p = 1e-3 | at 1e-6 |\n|---|---|---|---|---|---|---|---|---|\n");
        for (int x : RATIOS) {
            Mixed circle = envelope(circles(), x);
            Mixed spherical = envelope(spherical(), x);
            Mixed ladder = envelope(ladders(), x);
            assertThat(spherical.coefficient()).isLessThanOrEqualTo(circle.coefficient());
            table.append(String.format(
                    Locale.ROOT,
                    "| 1/%d | %.4f | %.4f | %s | %.4f | %s | %.4f | %.2f | %.2f |%n",
                    x,
                    circle.coefficient(),
                    spherical.coefficient(),
                    spherical,
                    ladder.coefficient(),
                    ladder,
                    (x - 1) / 6.0,
                    ThermodynamicLimit.of(1e-3, 1.0 / x).loss() * 1e6,
                    ThermodynamicLimit.of(1e-6, 1.0 / x).loss() * 1e12));
        }
        Generated.section("src/site/markdown/theory.md", "codes", table.toString());
    }

    /** C against r: what is known of each kind, what bounds it, and L* over p² for comparison; a point for each code by itself. */
    @Test
    void theEnvelopeIsDrawn() throws IOException {
        LogLogPicture picture = new LogLogPicture(new double[] {1.0 / 32, 2.0 / 3}, new double[] {0.05, 100});
        picture.curve(
                "L*/p² at p = 1e-6",
                "#888",
                "2 3",
                r -> ThermodynamicLimit.of(1e-6, r).loss() * 1e12);
        picture.curve(
                "L*/p² at p = 1e-3",
                "#888",
                "6 3",
                r -> ThermodynamicLimit.of(1e-3, r).loss() * 1e6);
        picture.curve(
                "circle", "#0072b2", "none", r -> envelope(circles(), 1 / r).coefficient());
        picture.curve(
                "spherical",
                "#d55e00",
                "none",
                r -> envelope(spherical(), 1 / r).coefficient());
        picture.curve(
                "ladder, ζ → ∞",
                "#2b9a8a",
                "none",
                r -> envelope(ladders(), 1 / r).coefficient());
        picture.curve("(1/r − 1)/6", "#222", "1 2", r -> (1 / r - 1) / 6);
        picture.points(
                "#d55e00",
                KnownBlocks.all().stream()
                        .map(Piece::new)
                        .map(piece -> new double[] {1 / piece.features(), piece.total() / piece.g()})
                        .toList());
        Object[][] ratios = {{"1/32", 1.0 / 32}, {"1/16", 1.0 / 16}, {"1/8", 0.125}, {"1/4", 0.25}, {"1/2", 0.5}};
        Object[][] coefficients = {{"0.1", 0.1}, {"1", 1.0}, {"10", 10.0}, {"100", 100.0}};
        Generated.file(
                "src/site/resources/images/least-coefficients.svg",
                picture.svg("r = m/n", ratios, "C = lim L/p²", coefficients));
    }
}
