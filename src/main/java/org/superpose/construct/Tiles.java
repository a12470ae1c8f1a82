package org.superpose.construct;

import java.util.List;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/** Smaller models along the diagonal: a larger model, which loses as much per feature as they do in the mean. */
public final class Tiles {
    private final Layout whole;
    private final float[] values;
    private int feature;
    private int hidden;

    private Tiles(Layout whole) {
        this.whole = whole;
        this.values = new float[whole.size()];
    }

    /** A block and how often it is copied. */
    public record Part(Weights block, int copies) {}

    /**
     * The block-diagonal model: after blocks of n' features and m' dimensions in all, feature i and dimension k of the next block are feature n' + i and
     * dimension m' + k.
     *
     * @param parts in the order in which they stand along the diagonal
     * @throws IllegalArgumentException if a block is of another family, or if the sizes do not add up
     */
    public static Weights compose(List<Part> parts, Layout whole) {
        check(parts, whole);
        Tiles tiles = new Tiles(whole);
        for (Part part : parts) {
            for (int copy = 0; copy < part.copies(); copy++) {
                tiles.add(part.block());
            }
        }
        return new Weights(whole, tiles.values);
    }

    private static void check(List<Part> parts, Layout whole) {
        long n = 0;
        long m = 0;
        boolean family = true;
        for (Part part : parts) {
            Layout layout = part.block().layout();
            n += (long) part.copies() * layout.n();
            m += (long) part.copies() * layout.m();
            family &= layout.spec().equals(whole.spec());
        }
        if (!family || n != whole.n() || m != whole.m()) {
            throw new IllegalArgumentException("copies of "
                    + parts.stream().map(part -> part.block().layout()).toList() + " do not make " + whole);
        }
    }

    private void add(Weights block) {
        Layout part = block.layout();
        for (int i = 0; i < part.n(); i++) {
            int place = (feature + i) * whole.m() + hidden;
            copyRow(block, part.encoder() + i * part.m(), whole.encoder() + place);
            copyRow(block, part.decoder() + i * part.m(), whole.decoder() + place);
            if (whole.spec().bias()) {
                values[whole.bias() + feature + i] = block.bias(i);
            }
        }
        feature += part.n();
        hidden += part.m();
    }

    private void copyRow(Weights block, int from, int to) {
        System.arraycopy(block.values(), from, values, to, block.layout().m());
    }
}
