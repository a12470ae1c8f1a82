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
    private final Threefry generator;

    private RandomStream(Threefry generator) {
        this.generator = generator;
    }

    /** The stream {@code name} of the model {@code modelKey}. */
    public static RandomStream of(String modelKey, String name) {
        try {
            byte[] text = (modelKey + '/' + name).getBytes(StandardCharsets.UTF_8);
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
            return new RandomStream(new Threefry(hash.getInt(), hash.getInt(), hash.getInt(), hash.getInt()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The words at the positions (lane + l, row + r) of a page, l &lt; 64 and r &lt; rows, four to each.
     *
     * @param words four arrays, overwritten: word j of position (l, r) at {@code words[j][64 r + l]}
     */
    void fill(long page, int lane, int row, int rows, int[][] words) {
        generator.fill(lane, row, (int) page, (int) (page >>> 32), rows, words[0], words[1], words[2], words[3]);
    }

    /** {@code count} uniforms in (0, 1), the first of a page: (k + ½)/2⁵³ with k the top 53 bits of a word. */
    public double[] uniforms(long page, int count) {
        Words words = new Words(this, page);
        double[] uniforms = new double[count];
        for (int i = 0; i < count; i++) {
            uniforms[i] = ((words.next() >>> 11) + 0.5) * 0x1p-53;
        }
        return uniforms;
    }

    /** {@code count} numbers ~ N(0, deviation²), by Box and Muller from the first uniforms of a page. */
    public double[] normals(long page, int count, double deviation) {
        double[] uniforms = uniforms(page, count + count % 2);
        double[] normals = new double[count];
        for (int q = 0; q < count; q += 2) {
            double radius = deviation * Math.sqrt(-2 * StrictMath.log(uniforms[q]));
            double angle = 2 * Math.PI * uniforms[q + 1];
            normals[q] = radius * StrictMath.cos(angle);
            if (q + 1 < count) {
                normals[q + 1] = radius * StrictMath.sin(angle);
            }
        }
        return normals;
    }
}
