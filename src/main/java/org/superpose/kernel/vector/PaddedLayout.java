package org.superpose.kernel.vector;

import static org.superpose.kernel.vector.Products.LANES;

import java.util.Arrays;
import org.superpose.model.Layout;

/**
 * The order of {@link Layout} with every row filled up to whole lanes, so that no kernel needs a mask, and rows of long models set one
 * vector further apart than a power of two, so that a column of rows does not fall on the same cache sets. What fills up is 0 and stays 0.
 */
final class PaddedLayout {
    /** Columns of a chunk: sums over this many stay in registers. */
    private static final int CHUNK = 4 * LANES;
    /** From this many floats a row on, strides of a power of two cost cache. */
    private static final int LONG_ROW = 256;

    final Layout layout;
    /** m in whole lanes. */
    final int width;
    /** From row to row. */
    final int stride;

    final int encoder;
    final int decoder;
    final int bias;
    final int size;
    /** First column of each chunk, and the width behind the last. */
    final int[] chunk;

    PaddedLayout(Layout layout) {
        this.layout = layout;
        this.width = wholeLanes(layout.m());
        this.stride = width >= LONG_ROW && width % 64 == 0 ? width + LANES : width;
        this.encoder = 0;
        this.decoder = layout.spec().tied() ? 0 : Math.multiplyExact(layout.n(), stride);
        this.bias = Math.addExact(decoder, Math.multiplyExact(layout.n(), stride));
        this.size = Math.addExact(bias, layout.spec().bias() ? wholeLanes(layout.n()) : 0);
        this.chunk = chunks(width);
    }

    private static int wholeLanes(int count) {
        return (count + LANES - 1) / LANES * LANES;
    }

    private static int[] chunks(int width) {
        int[] starts = new int[width / CHUNK + 3];
        int count = 0;
        int column = 0;
        while (column < width) {
            starts[count++] = column;
            int left = width - column;
            column += left >= CHUNK ? CHUNK : left >= CHUNK / 2 ? CHUNK / 2 : LANES;
        }
        starts[count++] = width;
        return Arrays.copyOf(starts, count);
    }

    /** Copies parameters into place. */
    void pad(float[] values, float[] padded) {
        copy(values, padded, true);
    }

    /** Copies parameters or gradients out. */
    void unpad(float[] padded, float[] values) {
        copy(padded, values, false);
    }

    private void copy(float[] from, float[] to, boolean pad) {
        int m = layout.m();
        int rows = layout.bias() / m;
        for (int r = 0; r < rows; r++) {
            System.arraycopy(from, pad ? r * m : r * stride, to, pad ? r * stride : r * m, m);
        }
        int biases = layout.size() - layout.bias();
        System.arraycopy(from, pad ? layout.bias() : bias, to, pad ? bias : layout.bias(), biases);
    }
}
