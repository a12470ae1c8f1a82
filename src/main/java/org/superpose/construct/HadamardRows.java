package org.superpose.construct;

import java.util.Arrays;
import org.superpose.data.RandomStream;
import org.superpose.theory.WalshHadamard;

/** F = H_R/√m of m rows R of the Hadamard matrix of order n = 2^k: W_ii = 1. W x takes two Walsh–Hadamard transforms. */
final class HadamardRows extends FrameFit {
    private final int[] rows;
    private final double[] share;
    private final double element;

    /** @param rows R, distinct, 0 … n − 1 */
    HadamardRows(int n, int[] rows) {
        this.rows = rows.clone();
        this.share = new double[n];
        for (int row : rows) {
            share[row] = 1.0 / rows.length;
        }
        this.element = 1 / Math.sqrt(rows.length);
    }

    /** m of the rows 1 … n − 1, ascending; every set is as likely (Fisher and Yates). */
    static int[] draw(int n, int m, RandomStream stream) {
        if (!WalshHadamard.hasOrder(n) || m < 1 || m >= n) {
            throw new IllegalArgumentException(
                    "a rug without row 0 needs n = 2^k and 1 <= m < n; n = " + n + ", m = " + m);
        }
        int[] rows = new int[n - 1];
        Arrays.setAll(rows, q -> q + 1);
        double[] uniforms = stream.uniforms(0, m);
        for (int q = 0; q < m; q++) {
            int other = q + (int) (uniforms[q] * (rows.length - q));
            int row = rows[other];
            rows[other] = rows[q];
            rows[q] = row;
        }
        int[] chosen = Arrays.copyOf(rows, m);
        Arrays.sort(chosen);
        return chosen;
    }

    @Override
    void interact(double[] x, double[] y) {
        System.arraycopy(x, 0, y, 0, x.length);
        WalshHadamard.transform(y);
        for (int k = 0; k < y.length; k++) {
            y[k] *= share[k];
        }
        WalshHadamard.transform(y);
    }

    @Override
    double diagonal(int i) {
        return 1;
    }

    @Override
    double frame(int k, int i) {
        return WalshHadamard.sign(rows[k], i) * element;
    }
}
