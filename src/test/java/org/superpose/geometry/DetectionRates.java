package org.superpose.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * How often planted direct sums are found, against noise: the table of {@code src/site/markdown/geometry.md}.
 *
 * <pre>mvn test -Dtest=DetectionRates -Dtrials=200 && cat target/detection-rates.md</pre>
 *
 * <p>Only run when it is asked for by name.
 */
class DetectionRates {
    private static final double[] NOISE = {0, 0.02, 0.05, 0.1, 0.15, 0.2};
    private static final double COMPONENTS_THRESHOLD = 0.2;

    /** A sum, its dimensions in its name. */
    record Case(String name, List<double[][]> summands) {}

    static final List<Case> CASES = List.of(
            new Case("triangle ⊕ triangle (4)", List.of(KnownCodes.polygon(3), KnownCodes.polygon(3))),
            new Case("pentagon ⊕ pentagon (4)", List.of(KnownCodes.polygon(5), KnownCodes.polygon(5))),
            new Case("tetrahedron ⊕ digon (4)", List.of(KnownCodes.simplex(3), KnownCodes.simplex(1))),
            new Case(
                    "pentagon ⊕ triangle ⊕ digon (5)",
                    List.of(KnownCodes.polygon(5), KnownCodes.polygon(3), KnownCodes.simplex(1))),
            new Case("square antiprism ⊕ triangle (5)", List.of(KnownCodes.antiprism(), KnownCodes.polygon(3))),
            new Case(
                    "three pentagons (6)",
                    List.of(KnownCodes.polygon(5), KnownCodes.polygon(5), KnownCodes.polygon(5))),
            new Case(
                    "tetrahedron ⊕ triangle ⊕ 2 digons (7)",
                    List.of(
                            KnownCodes.simplex(3),
                            KnownCodes.polygon(3),
                            KnownCodes.simplex(1),
                            KnownCodes.simplex(1))),
            new Case("4-simplex ⊕ 4-simplex (8)", List.of(KnownCodes.simplex(4), KnownCodes.simplex(4))));

    /** The share of {@code trials} sums, each turned and relabelled at random, whose groups are found exactly. */
    static double rate(Case sum, double noise, int trials, Function<double[][], DirectSum> method) {
        int hits = 0;
        for (int trial = 0; trial < trials; trial++) {
            Planted planted = Planted.of(sum.summands(), noise, 5000 + trial);
            Set<Set<Integer>> found = method.apply(planted.vectors()).partition();
            hits += found.equals(planted.groups()) ? 1 : 0;
        }
        return (double) hits / trials;
    }

    static DirectSum components(double[][] vectors) {
        return components(vectors, COMPONENTS_THRESHOLD);
    }

    /** The connected components of the graph with an edge where |ŵ_i·ŵ_j| > {@code threshold}: the simplest method, which one chance overlap spoils. */
    static DirectSum components(double[][] vectors, double threshold) {
        List<Integer> represented = DirectSum.represented(vectors);
        double[][] squares = OverlapSums.squares(vectors, represented);
        int[] component = new int[represented.size()];
        Arrays.fill(component, -1);
        for (int i = 0; i < component.length; i++) {
            if (component[i] < 0) {
                spread(i, squares, threshold * threshold, component);
            }
        }
        return DirectSum.of(vectors, OverlapSums.groups(represented, component), true);
    }

    private static void spread(int first, double[][] squares, double least, int[] component) {
        Deque<Integer> open = new ArrayDeque<>(List.of(first));
        component[first] = first;
        while (!open.isEmpty()) {
            int i = open.pop();
            for (int j = 0; j < component.length; j++) {
                if (component[j] < 0 && squares[i][j] > least) {
                    component[j] = first;
                    open.push(j);
                }
            }
        }
    }

    /** Writes {@code target/detection-rates.md}, percent of {@code -Dtrials} (100) sums. */
    @Test
    void table() throws IOException {
        int trials = Integer.getInteger("trials", 100);
        StringBuilder table = new StringBuilder("| sum (dimensions) |");
        Arrays.stream(NOISE)
                .forEach(noise -> table.append(" noise ").append(noise).append(" |"));
        table.append("\n|---|").append("---|".repeat(NOISE.length)).append('\n');
        for (Case sum : CASES) {
            table.append("| ").append(sum.name()).append(" |");
            for (double noise : NOISE) {
                double linkage = rate(sum, noise, trials, OverlapSums::of);
                assertThat(linkage).isGreaterThanOrEqualTo(noise == 0 ? 1 : 0);
                table.append(String.format(
                        Locale.ROOT,
                        " %.0f / %.0f / %.0f |",
                        100 * rate(sum, noise, trials, DetectionRates::components),
                        100 * linkage,
                        100 * rate(sum, noise, trials, SubspaceSums::of)));
            }
            table.append('\n');
        }
        Files.writeString(Path.of("target", "detection-rates.md"), table);
    }
}
