package org.superpose.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A named stream of random bits that has no state: bits are a pure function of (model key, stream name, page, position).
 * A page is whatever the caller counts by, a training step for instance; streams of different names share no numbers.
 */
public final class RandomStream {
    private final long key;

    private RandomStream(long key) {
        this.key = key;
    }

    /** The stream {@code name} of the model {@code modelKey}. */
    public static RandomStream of(String modelKey, String name) {
        try {
            byte[] text = (modelKey + '/' + name).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return new RandomStream(ByteBuffer.wrap(hash).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The blocks [firstBlock, firstBlock + blocks) of a page, two 64-bit words each.
     *
     * @param even modified in [0, blocks): the first word of each block
     * @param odd modified in [0, blocks): the second; not {@code even}
     */
    void fill(long page, long firstBlock, int blocks, long[] even, long[] odd) {
        Philox.fill(key, page, firstBlock, blocks, even, odd);
    }

    /** {@code count} uniforms in (0, 1), the first of a page: (k + ½)/2⁵³ with k the top 53 bits of a word. */
    public double[] uniforms(long page, int count) {
        int blocks = (count + 1) / 2;
        long[] even = new long[blocks];
        long[] odd = new long[blocks];
        fill(page, 0, blocks, even, odd);
        double[] uniforms = new double[count];
        for (int i = 0; i < count; i++) {
            long word = i < blocks ? even[i] : odd[i - blocks];
            uniforms[i] = ((word >>> 11) + 0.5) * 0x1p-53;
        }
        return uniforms;
    }
}
