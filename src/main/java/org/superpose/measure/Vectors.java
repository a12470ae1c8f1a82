package org.superpose.measure;

/** Sums over pieces of arrays of doubles. */
final class Vectors {
    private Vectors() {}

    /** Σ_k a[a0 + k] b[b0 + k]. */
    static double dot(double[] a, int a0, double[] b, int b0, int count) {
        double even = 0;
        double odd = 0;
        int k = 0;
        for (; k + 1 < count; k += 2) {
            even += a[a0 + k] * b[b0 + k];
            odd += a[a0 + k + 1] * b[b0 + k + 1];
        }
        return k < count ? even + odd + a[a0 + k] * b[b0 + k] : even + odd;
    }

    /** a[a0 + k] += factor · b[b0 + k]. */
    static void add(double factor, double[] b, int b0, double[] a, int a0, int count) {
        for (int k = 0; k < count; k++) {
            a[a0 + k] += factor * b[b0 + k];
        }
    }
}
