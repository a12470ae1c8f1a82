package org.superpose.construct;

import java.util.List;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/** Different blocks along the diagonal. Each loses what it does by itself, so the whole loses their mean, weighed by their features. */
final class DiagonalBlocks {
    private DiagonalBlocks() {}

    /**
     * The block-diagonal model: its features and dimensions are those of the first block, then of the second, and so on.
     *
     * @throws IllegalArgumentException if a block is of another family, or their sizes do not add up to that of the whole
     */
    static Weights compose(List<Weights> blocks, Layout whole) {
        float[] values = new float[whole.size()];
        int feature = 0;
        int dimension = 0;
        for (Weights block : blocks) {
            Layout part = block.layout();
            if (!part.spec().equals(whole.spec())
                    || feature + part.n() > whole.n()
                    || dimension + part.m() > whole.m()) {
                throw new IllegalArgumentException("a block " + part + " does not fit into " + whole);
            }
            for (int i = 0; i < part.n(); i++) {
                int place = (feature + i) * whole.m() + dimension;
                System.arraycopy(
                        block.values(), part.encoder() + i * part.m(), values, whole.encoder() + place, part.m());
                System.arraycopy(
                        block.values(), part.decoder() + i * part.m(), values, whole.decoder() + place, part.m());
                if (whole.spec().bias()) {
                    values[whole.bias() + feature + i] = block.bias(i);
                }
            }
            feature += part.n();
            dimension += part.m();
        }
        if (feature != whole.n() || dimension != whole.m()) {
            throw new IllegalArgumentException(
                    "blocks of " + feature + " features and " + dimension + " dimensions do not make " + whole);
        }
        return new Weights(whole, values);
    }
}
