package org.superpose.model;

/**
 * Where each tensor of one model lies in a single contiguous array.
 *
 * <p>Both matrices are stored feature by feature, so that the m numbers that belong to feature i are adjacent:
 *
 * <ul>
 *   <li>encoder, n × m: row j is w_j, column j of W_in; {@code W_in[k][j] = values[encoder() + j*m + k]}
 *   <li>decoder, n × m: row i of W_out; {@code W_out[i][k] = values[decoder() + i*m + k]}; for a tied model the very same
 *       numbers as the encoder
 *   <li>bias, n: b_i, absent when the model has none
 * </ul>
 */
public record Layout(ModelSpec spec, int n, int m) {
    /** @throws IllegalArgumentException unless 1 ≤ m ≤ n and the parameters fit into one array */
    public Layout {
        if (m < 1 || m > n) {
            throw new IllegalArgumentException("a model needs 1 <= m <= n; n = " + n + ", m = " + m);
        }
        if (2L * n * m + n > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the parameters of n = " + n + ", m = " + m + " exceed one array");
        }
    }

    /** Offset of the encoder. */
    public int encoder() {
        return 0;
    }

    /** Offset of the decoder: that of the encoder when tied. */
    public int decoder() {
        return spec.tied() ? 0 : n * m;
    }

    /** Offset of the bias, equal to {@link #size()} when there is none. */
    public int bias() {
        return spec.tied() ? n * m : 2 * n * m;
    }

    /** The number of parameters. */
    public int size() {
        return bias() + (spec.bias() ? n : 0);
    }
}
