package org.superpose.linear;

import java.util.Objects;
import org.superpose.simd.FusedMultiplyAdd;

/**
 * Row sums of W = D Eᵀ (D and E both n × m), of its symmetric and its antisymmetric part; W_ij and W_ji are at hand together and W is never
 * held. The plain loops are the specification; with the Vector API the sums are taken while a piece of W is in the first cache.
 *
 * <p>What is linear in W needs n m multiplications only and is in double throughout. For powers, entries of W are sums in float, k ascending. Their powers may be added in float, at most {@value #MOST_TERMS} terms, before they
 * go into a sum in double: a relative error below {@value #MOST_TERMS} · 2⁻²⁴, no larger than that of the entries. NaN and infinity
 * pass into every sum that they belong to.
 */
public final class InteractionSums {
    /** The most terms that may be added in float. */
    public static final int MOST_TERMS = 16;

    /** The exponent of the largest entry that there can be: its cube, and {@value #MOST_TERMS} times its square, are finite floats. */
    private static final int LARGEST_BITS = 40;
    /** The exponent of the largest scale of D or E, and of their largest scaled element. */
    private static final int MOST_BITS = 100;

    public static final Body BODY = FusedMultiplyAdd.loops(
                    Body.class, "org.superpose.linear.vector.VectorInteractionSums")
            .orElseGet(Plain::new);

    /** W_ii. */
    public final double[] diagonal;

    /** Σ_{j≠i} W_ij of each row. */
    public final double[] sums;

    /** Σ_{j≠i} W_ij² of each row. */
    public final double[] squares;

    /** Σ_{j≠i} |W_ij|³ of each row. */
    public final double[] cubes;

    /** {@code Σ_{i<j} (W_ij + W_ji)²}; of a Gram matrix exactly 2 Σ squares. */
    private double plus;
    /** {@code Σ_{i<j} (W_ij − W_ji)²}. */
    private double minus;

    private InteractionSums(int n) {
        this.diagonal = new double[n];
        this.sums = new double[n];
        this.squares = new double[n];
        this.cubes = new double[n];
    }

    /** The loops, which check no arguments. */
    public interface Body {
        /**
         * Computes the sums that are linear in W, in double.
         *
         * @param values holds D and E, row major, not modified
         * @param diagonal overwritten with d_i·e_i
         * @param rows overwritten with Σ_j W_ij = d_i·Σ_j e_j, the diagonal included
         */
        void linear(float[] values, int decoder, int encoder, int n, int m, double[] diagonal, double[] rows);

        /** The largest absolute value of a piece of {@code values}; NaN is larger than infinity. */
        float largest(float[] values, int from, int count);

        /**
         * Adds to the sums of the scaled matrix s D Eᵀ, that is s² Σ_{j≠i} W_ij² and s³ Σ_{j≠i} |W_ij|³.
         *
         * @param values holds D and E, row major, not modified
         * @param decoder where D begins
         * @param encoder where E begins; equal to {@code decoder} for a symmetric W
         * @param scale s, a power of two
         * @param parts {@code Σ_{i<j} (s W_ij + s W_ji)²} and {@code Σ_{i<j} (s W_ij − s W_ji)²} are added to its two numbers
         */
        void add(
                float[] values,
                int decoder,
                int encoder,
                int n,
                int m,
                float scale,
                double[] squares,
                double[] cubes,
                double[] parts);
    }

    /**
     * Scans W = D Eᵀ.
     *
     * @param values holds both matrices, row major, not modified
     * @param decoder offset of D
     * @param encoder offset of E; equal to {@code decoder} for the Gram matrix of one of them
     * @throws IndexOutOfBoundsException if the array is too short
     */
    public static InteractionSums of(float[] values, int decoder, int encoder, int n, int m) {
        return of(BODY, values, decoder, encoder, n, m);
    }

    static InteractionSums of(Body body, float[] values, int decoder, int encoder, int n, int m) {
        int size = Math.multiplyExact(n, m);
        Objects.checkFromIndexSize(decoder, size, values.length);
        Objects.checkFromIndexSize(encoder, size, values.length);
        InteractionSums sums = new InteractionSums(n);
        body.linear(values, decoder, encoder, n, m, sums.diagonal, sums.sums);
        double[] parts = new double[2];
        int bits = addScaled(body, values, decoder, encoder, n, m, sums, parts);
        for (int i = 0; i < n; i++) {
            sums.sums[i] -= sums.diagonal[i];
            sums.squares[i] = Math.scalb(sums.squares[i], -2 * bits);
            sums.cubes[i] = Math.scalb(sums.cubes[i], -3 * bits);
        }
        sums.plus = decoder == encoder ? 2 * total(sums.squares) : Math.scalb(parts[0], -2 * bits);
        sums.minus = Math.scalb(parts[1], -2 * bits);
        return sums;
    }

    /** ‖e_i‖² of each row of the n × m matrix at {@code encoder}, in double. */
    public static double[] squaredNorms(float[] values, int encoder, int n, int m) {
        Objects.checkFromIndexSize(encoder, Math.multiplyExact(n, m), values.length);
        double[] norms = new double[n];
        BODY.linear(values, encoder, encoder, n, m, norms, new double[n]);
        return norms;
    }

    private static double total(double[] values) {
        double total = 0;
        for (double value : values) {
            total += value;
        }
        return total;
    }

    /** Σ_{i≠j} ((W_ij + W_ji)/2)². */
    public double symmetric() {
        return plus / 2;
    }

    /** Σ_{i≠j} ((W_ij − W_ji)/2)², exactly 0 for a Gram matrix. */
    public double antisymmetric() {
        return minus / 2;
    }

    /**
     * Adds the powers of the entries of 2^bits W. The scale takes the bound m·max|D|·max|E| of |W_ij| near 2⁴⁰, so that squares and cubes of entries down
     * to 10⁻²⁴ of it are normal floats: the ratio of sums of rows does not depend on their scale.
     *
     * @return bits
     */
    private static int addScaled(
            Body body, float[] values, int decoder, int encoder, int n, int m, InteractionSums sums, double[] parts) {
        float left = body.largest(values, decoder, n * m);
        float right = decoder == encoder ? left : body.largest(values, encoder, n * m);
        if (!(left > 0 && right > 0 && left + right < Float.POSITIVE_INFINITY)) {
            body.add(values, decoder, encoder, n, m, 1, sums.squares, sums.cubes, parts);
            return 0;
        }
        int leftBits = Math.getExponent(left);
        int rightBits = Math.getExponent(right);
        int bits = LARGEST_BITS - 3 - Math.getExponent((float) m) - leftBits - rightBits;
        if (Math.abs(bits) <= MOST_BITS && bits + Math.max(leftBits, rightBits) <= MOST_BITS) {
            body.add(values, decoder, encoder, n, m, Math.scalb(1f, bits), sums.squares, sums.cubes, parts);
            return bits;
        }
        // One float cannot hold such a scale: each matrix is brought near 1 first.
        float[] near = new float[decoder == encoder ? n * m : 2 * n * m];
        scale(values, decoder, n * m, -leftBits, near, 0);
        if (decoder != encoder) {
            scale(values, encoder, n * m, -rightBits, near, n * m);
        }
        float rest = Math.scalb(1f, bits + leftBits + rightBits);
        body.add(near, 0, near.length - n * m, n, m, rest, sums.squares, sums.cubes, parts);
        return bits;
    }

    private static void scale(float[] values, int from, int count, int bits, float[] to, int first) {
        for (int q = 0; q < count; q++) {
            to[first + q] = Math.scalb(values[from + q], bits);
        }
    }

    /** Takes one row of W at a time, beside the column of the same number. */
    static final class Plain implements Body {
        @Override
        public void linear(float[] values, int decoder, int encoder, int n, int m, double[] diagonal, double[] rows) {
            double[] total = new double[m];
            for (int q = 0; q < n * m; q++) {
                total[q % m] += values[encoder + q];
            }
            for (int i = 0; i < n; i++) {
                diagonal[i] = 0;
                rows[i] = 0;
                for (int k = 0; k < m; k++) {
                    double d = values[decoder + i * m + k];
                    diagonal[i] += d * values[encoder + i * m + k];
                    rows[i] += d * total[k];
                }
            }
        }

        @Override
        public float largest(float[] values, int from, int count) {
            float largest = 0;
            for (int q = from; q < from + count; q++) {
                largest = Math.max(largest, Math.abs(values[q]));
            }
            return largest;
        }

        @Override
        public void add(
                float[] values,
                int decoder,
                int encoder,
                int n,
                int m,
                float scale,
                double[] squares,
                double[] cubes,
                double[] parts) {
            float[] row = new float[n];
            float[] column = new float[n];
            for (int i = 0; i < n; i++) {
                RowProducts.plain(values, decoder + i * m, 1, values, encoder, n, m, row);
                RowProducts.plain(values, encoder + i * m, 1, values, decoder, n, m, column);
                for (int j = 0; j < n; j++) {
                    if (j != i) {
                        double w = scale * row[j];
                        double transposed = scale * column[j];
                        squares[i] += w * w;
                        cubes[i] += Math.abs(w) * (w * w);
                        parts[0] += (w + transposed) * (w + transposed) / 2;
                        parts[1] += (w - transposed) * (w - transposed) / 2;
                    }
                }
            }
        }
    }
}
