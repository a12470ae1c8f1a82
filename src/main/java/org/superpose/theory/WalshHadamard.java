package org.superpose.theory;

/** The Walsh–Hadamard transform: H_ij = (−1)^{popcount(i AND j)}, Sylvester's matrix of order n = 2^k, H = Hᵀ and H² = n 𝟙. */
public final class WalshHadamard {
    private WalshHadamard() {}

    /** Whether H of order n exists: n = 2^k, k ≥ 0. */
    public static boolean hasOrder(int n) {
        return n >= 1 && Integer.bitCount(n) == 1;
    }

    /** H_ij. */
    public static int sign(int i, int j) {
        return 1 - 2 * (Integer.bitCount(i & j) & 1);
    }

    /** values ← H values, by n log₂ n additions; the length is a power of 2. */
    public static void transform(double[] values) {
        int n = values.length;
        if (!hasOrder(n)) {
            throw new IllegalArgumentException("the length of a Walsh-Hadamard transform is a power of 2; got " + n);
        }
        for (int half = 1; half < n; half *= 2) {
            for (int from = 0; from < n; from += 2 * half) {
                for (int i = from; i < from + half; i++) {
                    double low = values[i];
                    double high = values[i + half];
                    values[i] = low + high;
                    values[i + half] = low - high;
                }
            }
        }
    }
}
