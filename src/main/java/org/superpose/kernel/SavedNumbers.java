package org.superpose.kernel;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Arrays of numbers in a saved session: their bits, the most significant byte first, without a length. A copy of a whole array is never made. */
public final class SavedNumbers {
    private static final int CHUNK = 1 << 13;

    private SavedNumbers() {}

    /** Writes the kind of a session, which {@link #expect} reads. */
    public static void kind(DataOutput out, Class<?> session) throws IOException {
        out.writeUTF(session.getSimpleName());
    }

    /** @throws IOException if what was saved is another kind of session */
    public static void expect(DataInput in, Class<?> session) throws IOException {
        String kind = in.readUTF();
        if (!kind.equals(session.getSimpleName())) {
            throw new IOException("the state of a " + kind + " for a " + session.getSimpleName());
        }
    }

    /** Writes {@code count} numbers from {@code from} on. */
    public static void write(DataOutput out, float[] values, int from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(count, CHUNK) * Float.BYTES);
        for (int done = 0; done < count; done += CHUNK) {
            int part = Math.min(CHUNK, count - done);
            buffer.asFloatBuffer().put(values, from + done, part);
            out.write(buffer.array(), 0, part * Float.BYTES);
        }
    }

    /** Reads {@code count} numbers to {@code from} on. */
    public static void read(DataInput in, float[] values, int from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(count, CHUNK) * Float.BYTES);
        for (int done = 0; done < count; done += CHUNK) {
            int part = Math.min(CHUNK, count - done);
            in.readFully(buffer.array(), 0, part * Float.BYTES);
            buffer.asFloatBuffer().get(values, from + done, part);
        }
    }

    /** Writes a whole array of doubles. */
    public static void write(DataOutput out, double[] values) throws IOException {
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    /** Reads a whole array of doubles. */
    public static void read(DataInput in, double[] values) throws IOException {
        for (int q = 0; q < values.length; q++) {
            values[q] = in.readDouble();
        }
    }
}
