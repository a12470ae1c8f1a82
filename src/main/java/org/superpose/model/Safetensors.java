package org.superpose.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.superpose.errors.Printable;
import org.superpose.files.WholeFile;

/**
 * Models as safetensors files, the exchange format of PyTorch users: eight bytes with the header's length (little endian), a JSON header, raw
 * data. The tensors are float32: {@code W_in} [m, n], {@code W_out} [n, m] (absent in a tied model), {@code b} [n] (absent in a model
 * without bias). The activations are kept as the metadata {@code hidden}, {@code output} and {@code output_parameter}.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {
    /** The metadata key of φ. */
    public static final String HIDDEN = "hidden";
    /** The metadata key of ψ. */
    public static final String OUTPUT = "output";

    /** The metadata key of ψ's parameter, of a ψ that has one. */
    public static final String OUTPUT_PARAMETER = "output_parameter";

    private static final String W_IN = "W_in";
    private static final String W_OUT = "W_out";
    private static final String BIAS = "b";
    private static final Set<String> NAMES = Set.of(W_IN, W_OUT, BIAS);
    private static final String DTYPE = "F32";
    private static final int MOST_PARAMETERS = Integer.MAX_VALUE - 8;
    /** As in the reference implementation. */
    private static final int MOST_HEADER_BYTES = 100_000_000;

    private static final int MOST_SHOWN = 10;
    private static final int BUFFER_BYTES = 1 << 16;

    private Safetensors() {}

    /**
     * What a file holds.
     *
     * @param metadata every entry of the file's metadata
     */
    public record Model(Weights weights, Map<String, String> metadata) {}

    /**
     * Writes a model, replacing the file if there is one when all of it is written.
     *
     * @param metadata kept beside {@code hidden} and {@code output}, which are added
     */
    public static void write(Path file, Weights weights, Map<String, String> metadata) throws IOException {
        Layout layout = weights.layout();
        byte[] header = header(layout, metadata).toJson();
        WholeFile.write(file, out -> {
            ByteBuffer buffer = ByteBuffer.allocate(Math.max(BUFFER_BYTES, 8 + header.length));
            buffer.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header);
            FloatSink sink = new FloatSink(out, buffer);
            float[] values = weights.values();
            for (int k = 0; k < layout.m(); k++) {
                for (int j = 0; j < layout.n(); j++) {
                    sink.put(values[layout.encoder() + j * layout.m() + k]);
                }
            }
            int rest = layout.spec().tied() ? layout.bias() : layout.decoder();
            for (int q = rest; q < layout.size(); q++) {
                sink.put(values[q]);
            }
            sink.flush();
        });
    }

    /**
     * Reads a model. What the file does not say is {@code identity} for φ and {@code relu} for ψ.
     *
     * @param hidden φ, null: what the file says
     * @param output ψ, null: what the file says
     * @throws SafetensorsException if the file is malformed or not a toy model
     */
    public static Model read(Path file, Activation hidden, OutputFunction output) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long headerLength = headerLength(channel);
            byte[] json = readFully(channel, 8, (int) headerLength).array();
            long data = 8 + headerLength;
            SafetensorsHeader header = SafetensorsHeader.parse(json, channel.size() - data);
            Layout layout = layout(
                    header, hidden != null ? hidden : activation(header), output != null ? output : output(header));
            float[] values = new float[layout.size()];
            readEncoder(channel, data + header.tensors().get(W_IN).begin(), layout, values);
            if (!layout.spec().tied()) {
                long position = data + header.tensors().get(W_OUT).begin();
                read(channel, position, values, layout.decoder(), layout.n() * layout.m());
            }
            if (layout.spec().bias()) {
                read(channel, data + header.tensors().get(BIAS).begin(), values, layout.bias(), layout.n());
            }
            return new Model(new Weights(layout, values), Map.copyOf(header.metadata()));
        }
    }

    private static SafetensorsHeader header(Layout layout, Map<String, String> metadata) {
        long n = layout.n();
        long m = layout.m();
        Map<String, SafetensorsHeader.Tensor> tensors = new LinkedHashMap<>();
        add(tensors, W_IN, List.of(m, n), 0);
        if (!layout.spec().tied()) {
            add(tensors, W_OUT, List.of(n, m), Float.BYTES * n * m);
        }
        if (layout.spec().bias()) {
            add(tensors, BIAS, List.of(n), (long) Float.BYTES * layout.bias());
        }
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.put(HIDDEN, layout.spec().hidden().label());
        all.put(OUTPUT, layout.spec().output().label());
        if (layout.spec().output().parameterOrNull() != null) {
            all.put(OUTPUT_PARAMETER, String.valueOf(layout.spec().output().parameter()));
        }
        return new SafetensorsHeader(tensors, all);
    }

    private static void add(Map<String, SafetensorsHeader.Tensor> tensors, String name, List<Long> shape, long begin) {
        long length = Float.BYTES * shape.stream().reduce(1L, (a, b) -> a * b);
        tensors.put(name, new SafetensorsHeader.Tensor(name, DTYPE, shape, begin, begin + length));
    }

    private static long headerLength(FileChannel channel) throws IOException {
        if (channel.size() < 8) {
            throw new SafetensorsException("not a safetensors file: shorter than 8 bytes");
        }
        long length = readFully(channel, 0, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || channel.size() < 9 || readFully(channel, 8, 1).get() != '{') {
            throw new SafetensorsException("not a safetensors file: there is no JSON object after the first 8 bytes");
        }
        if (length > MOST_HEADER_BYTES) {
            throw new SafetensorsException("the header has " + Long.toUnsignedString(length)
                    + " bytes, and readers of safetensors take at most " + MOST_HEADER_BYTES
                    + "; shorten its metadata");
        }
        if (length > channel.size() - 8) {
            throw new SafetensorsException(
                    "cut off: the header has " + length + " bytes, and the file ends before that");
        }
        return length;
    }

    private static Activation activation(SafetensorsHeader header) throws SafetensorsException {
        String label = header.metadata().get(HIDDEN);
        for (Activation activation : Activation.values()) {
            if (activation.label().equals(label)) {
                return activation;
            }
        }
        if (label != null) {
            throw new SafetensorsException(
                    "the metadata say " + HIDDEN + " = " + Printable.brief(label) + "; known are identity and relu");
        }
        return Activation.IDENTITY;
    }

    private static OutputFunction output(SafetensorsHeader header) throws SafetensorsException {
        String label = header.metadata().get(OUTPUT);
        String parameter = header.metadata().get(OUTPUT_PARAMETER);
        if (label == null && parameter == null) {
            return OutputFunction.RELU;
        }
        for (OutputFunction.Kind kind : OutputFunction.Kind.values()) {
            if (kind.label().equals(label)) {
                try {
                    return new OutputFunction(kind, parameter == null ? 0 : Double.parseDouble(parameter));
                } catch (IllegalArgumentException e) {
                    throw new SafetensorsException("the metadata say " + OUTPUT + " = " + label + ", "
                            + OUTPUT_PARAMETER + " = " + Printable.brief(parameter) + ": " + e.getMessage());
                }
            }
        }
        String known = Arrays.stream(OutputFunction.Kind.values())
                .map(OutputFunction.Kind::label)
                .collect(Collectors.joining(", "));
        throw new SafetensorsException(
                "the metadata say " + OUTPUT + " = " + Printable.brief(label) + "; known are " + known);
    }

    private static Layout layout(SafetensorsHeader header, Activation hidden, OutputFunction output)
            throws SafetensorsException {
        Map<String, SafetensorsHeader.Tensor> tensors = header.tensors();
        for (String name : tensors.keySet()) {
            if (!NAMES.contains(name)) {
                throw new SafetensorsException("unknown tensor " + Printable.quoted(name)
                        + "; a toy model has W_in [m, n], W_out [n, m] (absent: tied) and b [n] (absent: 0)");
            }
        }
        SafetensorsHeader.Tensor encoder = tensors.get(W_IN);
        if (encoder == null || encoder.shape().size() != 2) {
            throw new SafetensorsException("needs a tensor W_in of shape [m, n]; the file has " + describe(tensors));
        }
        long m = encoder.shape().get(0);
        long n = encoder.shape().get(1);
        if (m < 1 || m > n || n > MOST_PARAMETERS || n * m > (MOST_PARAMETERS - n) / 2) {
            throw new SafetensorsException("W_in has the shape " + encoder.shape()
                    + "; expected [m, n] with 1 <= m <= n (is it transposed?) and less than 2^31 parameters");
        }
        check(encoder, List.of(m, n));
        check(tensors.get(W_OUT), List.of(n, m));
        check(tensors.get(BIAS), List.of(n));
        ModelSpec spec = new ModelSpec(!tensors.containsKey(W_OUT), hidden, output, tensors.containsKey(BIAS));
        return new Layout(spec, (int) n, (int) m);
    }

    private static String describe(Map<String, SafetensorsHeader.Tensor> tensors) {
        String shown = tensors.values().stream()
                .limit(MOST_SHOWN)
                .map(tensor -> Printable.brief(tensor.name()) + ' ' + tensor.shape())
                .collect(Collectors.joining(", "));
        return tensors.isEmpty() ? "no tensors" : tensors.size() > MOST_SHOWN ? shown + ", …" : shown;
    }

    private static void check(SafetensorsHeader.Tensor tensor, List<Long> shape) throws SafetensorsException {
        if (tensor == null) {
            return;
        }
        if (!tensor.dtype().equals(DTYPE)) {
            throw new SafetensorsException("tensor " + tensor.name() + " has dtype " + Printable.brief(tensor.dtype())
                    + "; only F32 is read: save it with .float()");
        }
        if (!tensor.shape().equals(shape)) {
            throw new SafetensorsException(
                    "tensor " + tensor.name() + " has the shape " + tensor.shape() + "; W_in asks for " + shape);
        }
        long expected = Float.BYTES * shape.stream().reduce(1L, (a, b) -> a * b);
        if (tensor.end() - tensor.begin() != expected) {
            throw new SafetensorsException("tensor " + tensor.name() + " has " + (tensor.end() - tensor.begin())
                    + " bytes, its shape " + shape + " needs " + expected);
        }
    }

    /** W_in comes hidden unit by hidden unit and is kept feature by feature. */
    private static void readEncoder(FileChannel channel, long position, Layout layout, float[] values)
            throws IOException {
        float[] row = new float[layout.n()];
        for (int k = 0; k < layout.m(); k++) {
            read(channel, position + (long) k * layout.n() * Float.BYTES, row, 0, row.length);
            for (int j = 0; j < row.length; j++) {
                values[layout.encoder() + j * layout.m() + k] = row[j];
            }
        }
    }

    private static void read(FileChannel channel, long position, float[] to, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int floats = Math.min(count - done, BUFFER_BYTES / Float.BYTES);
            ByteBuffer bytes = readFully(channel, position + (long) done * Float.BYTES, floats * Float.BYTES);
            bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(to, offset + done, floats);
            done += floats;
        }
    }

    private static ByteBuffer readFully(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the file ends at byte " + (position + buffer.position()));
            }
        }
        return buffer.flip();
    }

    /** Writes floats through a buffer. */
    private record FloatSink(OutputStream out, ByteBuffer buffer) {
        void put(float value) throws IOException {
            if (buffer.remaining() < Float.BYTES) {
                flush();
            }
            buffer.putFloat(value);
        }

        void flush() throws IOException {
            out.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }
}
