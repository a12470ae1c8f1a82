package org.superpose.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.exception.MathArithmeticException;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.superpose.theory.Spectrum.Eigenspace;

/**
 * Critical points of an untied linear autoencoder with m hidden dimensions that keep the same number of eigenvectors of each eigenvalue of Σ.
 *
 * <p>Example: with λ = (5, 2, 2) and m = 1 there are three families: nothing is kept (W = 0), u_1 is kept, or one direction of the plane of
 * u_2 and u_3, which is a circle of critical points.
 *
 * <p>Where Σ is invertible every critical point has W = P_I, the orthogonal projector on |I| ≤ m eigenvectors: the stationarity of W_in gives
 * WᵀW_out = W_out, so that W is the projector on the column space of W_out, and that of W_out says that it commutes with Σ (Baldi and Hornik
 * 1989). If an eigenvalue has q eigenvectors and a of them are kept, any a-dimensional subspace of theirs will do, and these form a manifold of
 * a(q − a) dimensions.
 *
 * @param kept I, indices into the spectrum, ascending: of each eigenvalue the first ones stand for any
 * @param rank |I| ≤ m
 * @param loss Σ_{k∉I} λ_k
 * @param sets how many index sets I keep these numbers of eigenvectors, null of more than a long holds
 * @param dimension of the manifold of all such W: 0 where W is isolated
 * @param directions in how many independent directions of (W_out, W_in) the loss falls to second order, at the points of the family whose spare
 *     hidden dimensions are zero: one for each i ∈ I and j ∉ I with λ_j > λ_i, and one for each spare hidden dimension and j ∉ I with λ_j > 0
 * @param descent the steepest of them, null at a minimum
 */
public record CriticalFamily(
        List<Integer> kept, int rank, double loss, Long sets, int dimension, long directions, Descent descent) {
    /**
     * The direction in which the loss falls most. An eigenvector i that is lost gives way to j: u_i becomes (u_i + ε u_j)/√(1 + ε²) in
     * W_out and W_in, and the loss changes by −ε²/(1 + ε²) (λ_j − λ_i). Where a hidden dimension is spare, nothing is lost: ε u_j is added
     * in W_out and W_in, and the loss changes by −ε²(2 − ε²) λ_j. Either way the whole fall is that of the loss from I to the set with j,
     * at ε → ∞ or ε = 1.
     *
     * @param lost i, or null if a hidden dimension is spare
     * @param gained j
     * @param fall λ_j − λ_i, or λ_j: by how much the loss falls in the whole
     */
    public record Descent(Integer lost, int gained, double fall) {}

    public CriticalFamily {
        kept = List.copyOf(kept);
    }

    /** Whether the loss falls in no direction: the global minimum, for there is no other. */
    public boolean minimum() {
        return descent == null;
    }

    /**
     * How many families there are, at most {@link Long#MAX_VALUE}.
     *
     * @param fullRank whether to count those of rank m only
     */
    public static long count(Spectrum spectrum, int m, boolean fullRank) {
        long[] ways = new long[m + 1];
        ways[0] = 1;
        for (Eigenspace space : spectrum.eigenspaces()) {
            for (int r = m; r >= 1; r--) {
                for (int a = 1; a <= Math.min(r, space.dimension()); a++) {
                    ways[r] = saturated(ways[r], ways[r - a]);
                }
            }
        }
        return fullRank ? ways[m] : Arrays.stream(ways).reduce(0, CriticalFamily::saturated);
    }

    private static long saturated(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }

    /**
     * All families by ascending loss, those of fewer kept eigenvectors first where it is the same.
     *
     * @param m from 1 to n
     * @param fullRank whether to list those of rank m only
     */
    public static List<CriticalFamily> all(Spectrum spectrum, int m, boolean fullRank) {
        List<CriticalFamily> families = new ArrayList<>();
        extend(spectrum, m, fullRank, new ArrayList<>(), families);
        families.sort(Comparator.comparingDouble(CriticalFamily::loss).thenComparingInt(CriticalFamily::rank));
        return families;
    }

    /** @param counts how many eigenvectors are kept of each of the first eigenvalues */
    private static void extend(
            Spectrum spectrum, int m, boolean fullRank, List<Integer> counts, List<CriticalFamily> families) {
        List<Eigenspace> spaces = spectrum.eigenspaces();
        int free = m - counts.stream().mapToInt(a -> a).sum();
        if (counts.size() == spaces.size()) {
            if (free == 0 || !fullRank) {
                families.add(of(spectrum, m, counts));
            }
            return;
        }
        for (int a = Math.min(free, spaces.get(counts.size()).dimension()); a >= 0; a--) {
            counts.add(a);
            extend(spectrum, m, fullRank, counts, families);
            counts.remove(counts.size() - 1);
        }
    }

    private static CriticalFamily of(Spectrum spectrum, int m, List<Integer> counts) {
        List<Eigenspace> spaces = spectrum.eigenspaces();
        List<Integer> kept = new ArrayList<>();
        Long sets = 1L;
        int dimension = 0;
        for (int g = 0; g < counts.size(); g++) {
            Eigenspace space = spaces.get(g);
            int count = counts.get(g);
            for (int q = 0; q < count; q++) {
                kept.add(space.from() + q);
            }
            sets = times(sets, choices(space.dimension(), count));
            dimension += count * (space.dimension() - count);
        }
        int[] indices = kept.stream().mapToInt(k -> k).toArray();
        int spare = m - indices.length;
        double loss = indices.length == 0 ? spectrum.trace() : new LinearCriticalPoint(spectrum, indices).loss();
        return new CriticalFamily(
                kept,
                indices.length,
                loss,
                sets,
                dimension,
                directions(spaces, counts, spare),
                descent(spectrum, indices, spare));
    }

    /** The number of ways to choose, null of more than a long holds. */
    private static Long choices(int from, int count) {
        try {
            return CombinatoricsUtils.binomialCoefficient(from, count);
        } catch (MathArithmeticException e) {
            return null;
        }
    }

    private static Long times(Long a, Long b) {
        return a == null || b == null || Math.multiplyHigh(a, b) != 0 || a * b < 0 ? null : Long.valueOf(a * b);
    }

    private static long directions(List<Eigenspace> spaces, List<Integer> counts, int spare) {
        long directions = 0;
        long above = 0;
        for (int g = 0; g < counts.size(); g++) {
            Eigenspace space = spaces.get(g);
            directions += counts.get(g) * above;
            above += space.value() > 0 ? space.dimension() - counts.get(g) : 0;
        }
        return directions + spare * above;
    }

    private static Descent descent(Spectrum spectrum, int[] kept, int spare) {
        if (spare == 0) {
            Optional<LinearCriticalPoint.Descent> exchange = new LinearCriticalPoint(spectrum, kept).descent();
            return exchange.filter(found -> different(spectrum, found.lost(), found.gained()))
                    .map(found -> new Descent(found.lost(), found.gained(), -2 * found.change(1)))
                    .orElse(null);
        }
        int gained = 0;
        while (gained < spectrum.size() && Arrays.binarySearch(kept, gained) >= 0) {
            gained++;
        }
        return gained < spectrum.size() && spectrum.values()[gained] > 0
                ? new Descent(null, gained, spectrum.values()[gained])
                : null;
    }

    /** Whether two eigenvalues are more than a rounding apart. */
    private static boolean different(Spectrum spectrum, int i, int j) {
        return spectrum.eigenspaces().stream()
                .noneMatch(
                        space -> space.from() <= Math.min(i, j) && Math.max(i, j) < space.from() + space.dimension());
    }
}
