package org.superpose.construct;

import org.superpose.model.Layout;
import org.superpose.model.Weights;

/** Copies of a block along the diagonal: a model of any multiple of its size, which loses as much per feature. */
public final class Tiles {
    private Tiles() {}

    /**
     * The block-diagonal model: feature c n' + i and hidden dimension c m' + k of copy c are feature i and dimension k of the block, n' and m' its size.
     *
     * @throws IllegalArgumentException if the block is of another family, or the size no multiple of its
     */
    public static Weights compose(Weights block, Layout whole) {
        Layout part = block.layout();
        int copies = whole.n() / part.n();
        if (!part.spec().equals(whole.spec()) || copies * part.n() != whole.n() || copies * part.m() != whole.m()) {
            throw new IllegalArgumentException("copies of " + part + " do not make " + whole);
        }
        float[] values = new float[whole.size()];
        for (int i = 0; i < whole.n(); i++) {
            int feature = i % part.n();
            int hidden = i / part.n() * part.m();
            copyRow(
                    block.values(),
                    part.encoder() + feature * part.m(),
                    values,
                    whole.encoder() + i * whole.m() + hidden,
                    part);
            copyRow(
                    block.values(),
                    part.decoder() + feature * part.m(),
                    values,
                    whole.decoder() + i * whole.m() + hidden,
                    part);
            if (whole.spec().bias()) {
                values[whole.bias() + i] = block.bias(feature);
            }
        }
        return new Weights(whole, values);
    }

    private static void copyRow(float[] from, int at, float[] to, int place, Layout part) {
        System.arraycopy(from, at, to, place, part.m());
    }
}
