package org.superpose.theory;

import java.util.Arrays;

/**
 * The interaction matrix of "The Persian Rug" (section 4.2.2) at unit diagonal: of m rows R of the Hadamard matrix of order n = 2^k
 *
 * <pre>W_ij = (1/m) Σ_{k ∈ R} H_ik H_kj = g(i XOR j),   g(t) = (1/m) Σ_{k ∈ R} (−1)^{popcount(k AND t)}</pre>
 *
 * <p>W = (n/m) × a projector of rank m. Every row has the same numbers in another order, so every statistic of rows is that of row 0
 * and its variance over rows is exactly zero; one Walsh–Hadamard transform gives g, and with it W. A rug of scale a is a·W: sums grow by a,
 * energies by a², Λ stays.
 */
public final class PersianRug {
    private final int[] rows;
    private final double[] first;

    /**
     * The rug of some rows of H.
     *
     * @param rows R: distinct, 0 … n − 1, at least one
     * @throws IllegalArgumentException if n is no power of 2 or R is not as said
     */
    public PersianRug(int n, int[] rows) {
        if (!WalshHadamard.hasOrder(n)) {
            throw new IllegalArgumentException("a rug's n is a power of 2; got " + n);
        }
        boolean distinct = Arrays.stream(rows).distinct().count() == rows.length;
        if (rows.length == 0 || !distinct || !Arrays.stream(rows).allMatch(row -> row >= 0 && row < n)) {
            throw new IllegalArgumentException("a rug's rows are distinct, from 0 to n - 1, at least one; got "
                    + Arrays.toString(rows) + " of n = " + n);
        }
        this.rows = rows.clone();
        this.first = new double[n];
        for (int row : rows) {
            first[row] = 1;
        }
        WalshHadamard.transform(first);
        for (int t = 0; t < n; t++) {
            first[t] /= rows.length;
        }
    }

    public int n() {
        return first.length;
    }

    public int m() {
        return rows.length;
    }

    /** W_ij. */
    public double element(int i, int j) {
        return first[i ^ j];
    }

    /** e_i = Σ_{j≠i} W_ij² = n/m − 1, the least of any matrix of rank m with unit diagonal. */
    public double offdiagEnergy() {
        return (double) n() / m() - 1;
    }

    /** Λ_i = Σ_{j≠i} |W_ij|³ / e_i^{3/2}; NaN at m = n, where there is nothing off the diagonal. */
    public double lyapunov() {
        return cubes() / (offdiagEnergy() * Math.sqrt(offdiagEnergy()));
    }

    /** Σ_{j≠i} |W_ij|³ / e_i, the form in the paper's public code; NaN at m = n. */
    public double lyapunovRaw() {
        return cubes() / offdiagEnergy();
    }

    private double cubes() {
        double sum = 0;
        for (int t = 1; t < first.length; t++) {
            sum += Math.abs(first[t]) * first[t] * first[t];
        }
        return sum;
    }

    /** What Λ is near to for random rows and large n, where g is Gaussian: E|Z|³/√n = √(8/π)/√n. */
    public static double expectedLyapunov(int n) {
        return Math.sqrt(8 / Math.PI / n);
    }

    /** What {@link #lyapunovRaw} is near to for random rows and large n: √(8/π) √((1 − r)/m), r = m/n. */
    public static double expectedLyapunovRaw(int n, int m) {
        return Math.sqrt(8 / Math.PI * (1 - (double) m / n) / m);
    }
}
