package org.superpose.codes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.superpose.theory.SecondOrderLoss;

/**
 * Looks for unit vectors with the least coefficient, and writes those that beat whatever is known, to be put into {@code found-codes.txt}:
 *
 * <pre>mvn test -Dtest=CodeSearch -Dstarts=24 -Ddimensions=4-6 &amp;&amp; cat target/found-codes.txt</pre>
 *
 * <p>Only run when it is asked for by name; it takes minutes. From random vectors, L-BFGS lowers Σ f((c_i − v_i·v_j)/(1 − c_i)), where c_i is not the
 * largest inner product with v_i but the smooth (1/β) ln Σ_j exp(β v_i·v_j) above it; β grows from 10 to 10⁷, and with it c_i tends to the largest.
 */
class CodeSearch {
    private static final double[] SHARPNESS = {10, 40, 160, 640, 2560, 1e4, 1e5, 1e6, 1e7};
    private static final int STEPS = 250;
    /** A code must be better than what is known by this share. */
    private static final double GAIN = 1e-5;

    /** With m dimensions 2m + 1 features, which pairs do not give, up to 6m are looked at, and at most these. */
    private static final int MOST_FEATURES = 36;

    @Test
    void search() throws IOException {
        int starts = Integer.getInteger("starts", 24);
        String[] range = System.getProperty("dimensions", "4-6").split("-");
        StringBuilder text = new StringBuilder();
        for (int m = Integer.parseInt(range[0]); m <= Integer.parseInt(range[1]); m++) {
            for (int g = 2 * m + 1; g <= Math.min(MOST_FEATURES, 6 * m); g++) {
                double[][] best = best(m, g, starts);
                Code code = Code.shifted("found", best);
                double coefficient = code.coefficient();
                assertThat(coefficient).isBetween(0.0, g / 3.0);
                double known = MixtureSearch.ofAll(g, m).orElseThrow().coefficient();
                System.err.printf(Locale.ROOT, "%d %d found %.6f, known %.6f%n", m, g, coefficient, known);
                if (coefficient < known * (1 - GAIN)) {
                    append(text, m, best, coefficient, starts);
                }
            }
        }
        Files.writeString(Path.of("target", "found-codes.txt"), text);
    }

    private static void append(StringBuilder text, int m, double[][] vectors, double coefficient, int starts) {
        text.append(String.format(Locale.ROOT, "code %d %d %.8f %d%n", m, vectors.length, coefficient, starts));
        for (double[] vector : vectors) {
            String[] words = Arrays.stream(vector)
                    .mapToObj(x -> String.format(Locale.ROOT, "%.9f", x))
                    .toArray(String[]::new);
            text.append(String.join(" ", words)).append('\n');
        }
    }

    private static double[][] best(int m, int g, int starts) {
        SplittableRandom random = new SplittableRandom(1000L * m + g);
        double least = Double.POSITIVE_INFINITY;
        double[][] best = null;
        for (int start = 0; start < starts; start++) {
            double[] x = new double[g * (m - 1)];
            Arrays.setAll(x, q -> random.nextGaussian());
            x = Descent.minimum(new Energy(g, m - 1)::at, x, STEPS);
            for (double sharpness : SHARPNESS) {
                Objective objective = new Objective(g, m - 1, sharpness);
                double[] units = Arrays.stream(Objective.units(x, g, m - 1))
                        .flatMapToDouble(Arrays::stream)
                        .toArray();
                x = Descent.minimum(objective::at, units, STEPS);
            }
            double[][] vectors = Objective.units(x, g, m - 1);
            double coefficient = Code.shifted("found", vectors).coefficient();
            if (coefficient < least) {
                least = coefficient;
                best = vectors;
            }
        }
        return best;
    }

    /** Σ_{i&lt;j} exp(12 v_i·v_j), which drives vectors apart: random ones may be so near to each other that the smooth c_i is none below 1. */
    private record Energy(int g, int k) {
        private static final double STEEPNESS = 12;

        double at(double[] x, double[] gradient) {
            if (!(Code.dot(x, x) < Objective.LARGEST * g * k)) {
                return Double.POSITIVE_INFINITY;
            }
            double[][] units = Objective.units(x, g, k);
            double[][] toUnits = new double[g][k];
            double sum = 0;
            for (int i = 0; i < g; i++) {
                for (int j = 0; j < i; j++) {
                    double part = Math.exp(STEEPNESS * Code.dot(units[i], units[j]));
                    sum += part;
                    for (int q = 0; q < k; q++) {
                        toUnits[i][q] += STEEPNESS * part * units[j][q];
                        toUnits[j][q] += STEEPNESS * part * units[i][q];
                    }
                }
            }
            Objective.toVectors(x, units, toUnits, gradient);
            return sum / g;
        }
    }

    /** The smoothed coefficient of the directions of g vectors in k dimensions. */
    private record Objective(int g, int k, double sharpness) {
        /** Only directions count; vectors that grow for ever would overflow. */
        private static final double LARGEST = 100;

        static double[][] units(double[] x, int g, int k) {
            double[][] units = new double[g][];
            for (int i = 0; i < g; i++) {
                double[] vector = Arrays.copyOfRange(x, i * k, (i + 1) * k);
                double norm = Math.sqrt(Code.dot(vector, vector));
                units[i] = Arrays.stream(vector).map(value -> value / norm).toArray();
            }
            return units;
        }

        /** The value, and its gradient in {@code gradient}. */
        double at(double[] x, double[] gradient) {
            if (!(Code.dot(x, x) < LARGEST * g)) {
                return Double.POSITIVE_INFINITY;
            }
            double[][] units = units(x, g, k);
            double[][] toUnits = new double[g][k];
            double sum = 0;
            double[] product = new double[g];
            double[] slope = new double[g];
            for (int i = 0; i < g; i++) {
                double largest = -1;
                for (int j = 0; j < g; j++) {
                    product[j] = Code.dot(units[i], units[j]);
                    largest = j == i ? largest : Math.max(largest, product[j]);
                }
                double total = 0;
                for (int j = 0; j < g; j++) {
                    total += j == i ? 0 : Math.exp(sharpness * (product[j] - largest));
                }
                double nearest = largest + Math.log(total) / sharpness;
                if (!(nearest < 1)) {
                    return Double.POSITIVE_INFINITY;
                }
                double byNearest = 0;
                for (int j = 0; j < g; j++) {
                    if (j != i) {
                        double w = (nearest - product[j]) / (1 - nearest);
                        sum += SecondOrderLoss.pair(w);
                        slope[j] = SecondOrderLoss.slope(w);
                        byNearest += slope[j] * (1 - product[j]) / ((1 - nearest) * (1 - nearest));
                    }
                }
                for (int j = 0; j < g; j++) {
                    if (j != i) {
                        double share = Math.exp(sharpness * (product[j] - largest)) / total;
                        double byProduct = share * byNearest - slope[j] / (1 - nearest);
                        for (int q = 0; q < k; q++) {
                            toUnits[i][q] += byProduct * units[j][q];
                            toUnits[j][q] += byProduct * units[i][q];
                        }
                    }
                }
            }
            toVectors(x, units, toUnits, gradient);
            return sum / g;
        }

        /** From the gradient by unit vectors to that by the vectors, divided by their number. */
        static void toVectors(double[] x, double[][] units, double[][] toUnits, double[] gradient) {
            int g = units.length;
            int k = units[0].length;
            for (int i = 0; i < g; i++) {
                double along = Code.dot(units[i], toUnits[i]);
                double[] vector = Arrays.copyOfRange(x, i * k, (i + 1) * k);
                double norm = Math.sqrt(Code.dot(vector, vector));
                for (int q = 0; q < k; q++) {
                    gradient[i * k + q] = (toUnits[i][q] - along * units[i][q]) / norm / g;
                }
            }
        }
    }
}
