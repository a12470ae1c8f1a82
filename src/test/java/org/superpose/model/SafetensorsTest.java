package org.superpose.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static final String W_IN = "\"W_in\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}";
    private static final float[] ROWS = {1, 2, 3, 4, 5, 6};

    @TempDir
    private Path directory;

    @Test
    void bytesMadeByHand() throws IOException {
        String header = "{" + W_IN
                + ",\"W_out\":{\"dtype\":\"F32\",\"shape\":[3,2],\"data_offsets\":[36,60]}"
                + ",\"b\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[24,36]},\"__metadata__\":{\"by\":\"hand\"}}  ";
        Path file = file(header, 1, 2, 3, 4, 5, 6, -1, -2, -3, 10, 11, 12, 13, 14, 15);
        Safetensors.Model model = Safetensors.read(file, null, null);
        assertThat(model.weights().layout())
                .isEqualTo(new Layout(new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true), 3, 2));
        assertThat(model.weights().values()).containsExactly(1, 4, 2, 5, 3, 6, 10, 11, 12, 13, 14, 15, -1, -2, -3);
        assertThat(model.metadata()).containsExactly(Map.entry("by", "hand"));
    }

    @Test
    void absentTensorsMeanTiedAndNoBias() throws IOException {
        Weights weights = Safetensors.read(file("{" + W_IN + "}", ROWS), Activation.RELU, OutputFunction.IDENTITY)
                .weights();
        assertThat(weights.layout().spec()).isEqualTo(new ModelSpec(true, Activation.RELU, Activation.IDENTITY, false));
        assertThat(weights.values()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    /** What PyTorch users will find: row-major tensors at the offsets of the header, data at a multiple of 8. */
    @Test
    void writtenBytes() throws IOException {
        Layout layout = new Layout(new ModelSpec(false, Activation.IDENTITY, Activation.RELU, true), 3, 2);
        Weights weights = new Weights(layout, new float[] {1, 4, 2, 5, 3, 6, 10, 11, 12, 13, 14, 15, -1, -2, -3});
        Path file = directory.resolve("written.safetensors");
        Safetensors.write(file, weights, Map.of());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        String header = new String(bytes.array(), 8, length, StandardCharsets.UTF_8);
        assertThat(length % 8).isZero();
        assertThat(header.strip())
                .isEqualTo("{\"__metadata__\":{\"hidden\":\"identity\",\"output\":\"relu\"},"
                        + W_IN
                        + ",\"W_out\":{\"dtype\":\"F32\",\"shape\":[3,2],\"data_offsets\":[24,48]}"
                        + ",\"b\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[48,60]}}");
        float[] data = new float[15];
        bytes.position(8 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(data);
        assertThat(bytes.remaining()).isEqualTo(60);
        assertThat(data).containsExactly(1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15, -1, -2, -3);
    }

    @Test
    void refusesAParameterThatIsNotTheOutputs() throws IOException {
        Layout layout = new Layout(new ModelSpec(true, Activation.IDENTITY, Activation.RELU, false), 1, 1);
        for (String parameter : new String[] {"0.5", "x"}) {
            Path file = directory.resolve("odd.safetensors");
            Safetensors.write(file, new Weights(layout, new float[1]), Map.of("output_parameter", parameter));
            assertThatThrownBy(() -> Safetensors.read(file, null, null))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("output_parameter = " + parameter);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, identity, relu, true",
        "false, relu, identity, false",
        "true, relu, relu, false",
        "false, identity, identity, true",
        "false, identity, leaky_relu, true",
        "false, identity, soft_threshold, true",
        "true, relu, top_k, false",
        "false, identity, trec, true",
        "false, identity, gated, false"
    })
    void everyKindOfModelReturnsBitForBit(boolean tied, String hidden, String output, boolean bias) throws IOException {
        Activation phi = Activation.valueOf(hidden.toUpperCase(java.util.Locale.ROOT));
        OutputFunction psi = OutputFunction.standard(
                OutputFunction.Kind.valueOf(output.toUpperCase(java.util.Locale.ROOT)), 301, 0.1);
        Layout layout = new Layout(new ModelSpec(tied, phi, psi, bias), 301, 77);
        float[] values = new float[layout.size()];
        Random random = new Random(1);
        for (int q = 0; q < values.length; q++) {
            values[q] = Float.intBitsToFloat(random.nextInt() & 0x7F7FFFFF);
        }
        Path file = directory.resolve("model.safetensors");
        Safetensors.write(file, new Weights(layout, values), Map.of("model_key", "é"));
        Safetensors.Model model = Safetensors.read(file, null, null);
        assertThat(model.weights().layout()).isEqualTo(layout);
        assertThat(model.weights().values()).isEqualTo(values);
        assertThat(model.metadata()).containsEntry("model_key", "é").containsEntry("hidden", hidden);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{}{}",
                "{\"W_in\":1}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},\"W_in\":1}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[24,0]}}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,20]}}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[4,28]}}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,99999999999999999999]}}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[-2,3],\"data_offsets\":[0,24]}}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[2.0,3],\"data_offsets\":[0,24]}}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0,24]}}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[0,24]}}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[2147483639,2147483639],\"data_offsets\":[0,24]}}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[1,5],\"data_offsets\":[0,24]}}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[0,12]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[8,24]}}",
                "{\"W_in\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[0,12]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[12,24]}}",
                "{\"__metadata__\":{\"hidden\":\"tanh\"}," + W_IN + "}",
                "{\"__metadata__\":{\"hidden\":1}," + W_IN + "}",
                "{\"__metadata__\":3," + W_IN + "}",
            })
    void damagedHeadersAreRefused(String header) throws IOException {
        Path file = file(header, ROWS);
        assertThatThrownBy(() -> Safetensors.read(file, null, null)).isInstanceOf(SafetensorsException.class);
    }

    @Test
    void theMessageNamesTheRemedy() throws IOException {
        Path half = file("{" + W_IN.replace("F32", "F16").replace("24]", "12]") + "}", 1, 2, 3);
        assertThatThrownBy(() -> Safetensors.read(half, null, null))
                .hasMessageContaining("W_in")
                .hasMessageContaining("F16")
                .hasMessageContaining(".float()");
        Path transposed = file("{" + W_IN.replace("[2,3]", "[3,2]") + "}", ROWS);
        assertThatThrownBy(() -> Safetensors.read(transposed, null, null)).hasMessageContaining("transposed");
        Path named = file("{" + W_IN.replace("W_in", "encoder.weight") + "}", ROWS);
        assertThatThrownBy(() -> Safetensors.read(named, null, null)).hasMessageContaining("encoder.weight");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file("{" + W_IN + "}", ROWS));
        for (int length = 0; length < whole.length; length++) {
            Path file = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.read(file, null, null)).isInstanceOf(SafetensorsException.class);
        }
    }

    @Test
    void aLargeHeaderThatIsValidIsRead() throws IOException {
        String metadata = "\"__metadata__\":{\"note\":\"" + "x".repeat(25_000_000) + "\"},";
        Safetensors.Model model = Safetensors.read(file("{" + metadata + W_IN + "}", ROWS), null, null);
        assertThat(model.metadata().get("note")).hasSize(25_000_000);
        Path padded = file("{" + W_IN + "}" + " ".repeat(3_000_000), ROWS);
        assertThat(Safetensors.read(padded, null, null).weights().layout().n()).isEqualTo(3);
    }

    @Test
    void namesOfTensorsAreNotObeyed() throws IOException {
        Path file = file("{" + W_IN.replace("W_in", "x\\u001b[31m\\u202e\\ny") + "}", ROWS);
        assertThatThrownBy(() -> Safetensors.read(file, null, null))
                .hasMessageStartingWith("unknown tensor \"x\\u001b[31m\\u202e\\ny\"; ");
        Path type = file("{" + W_IN.replace("F32", "F\\u001b".repeat(99)) + "}", ROWS);
        assertThatThrownBy(() -> Safetensors.read(type, null, null))
                .hasMessageContaining("F\\u001b")
                .hasMessageNotContaining("\u001b");
    }

    @Test
    void absurdHeaderLengthsAreRefusedBeforeAllocation() throws IOException {
        for (long length : new long[] {Long.MIN_VALUE, -1, 0, 1, 1 << 30, Long.MAX_VALUE}) {
            byte[] bytes = ByteBuffer.allocate(64)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .array();
            Path file = Files.write(directory.resolve("long"), bytes);
            assertThatThrownBy(() -> Safetensors.read(file, null, null))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("not a safetensors file");
        }
    }

    private Path file(String header, float... data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + json.length + 4 * data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        for (float value : data) {
            bytes.putFloat(value);
        }
        return Files.write(Files.createTempFile(directory, "made", ".safetensors"), bytes.array());
    }
}
