package org.superpose.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.superpose.errors.Printable;

/**
 * The JSON part of a safetensors file: where each tensor lies behind it.
 *
 * @param tensors by name
 * @param metadata the free texts of {@code __metadata__}
 */
record SafetensorsHeader(Map<String, Tensor> tensors, Map<String, String> metadata) {
    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    // A text of metadata may be as long as the header.
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * One tensor, row major, little endian.
     *
     * @param begin first byte, counted from the end of the header
     * @param end the byte after the last
     */
    record Tensor(String name, String dtype, List<Long> shape, long begin, long end) {}

    /**
     * Reads a header and checks it against the length of what follows.
     *
     * @param dataLength the bytes after the header
     * @throws SafetensorsException if the tensors do not tile the data without gap or overlap, or anything is malformed
     */
    static SafetensorsHeader parse(byte[] json, long dataLength) throws SafetensorsException {
        JsonNode root = tree(json);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getKey().equals(METADATA)) {
                readMetadata(entry.getValue(), metadata);
            } else {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
            }
        }
        checkTiling(tensors, dataLength);
        return new SafetensorsHeader(tensors, metadata);
    }

    /** The header's JSON, padded by spaces so that the data start at a multiple of 8 bytes. */
    byte[] toJson() {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode node = root.putObject(METADATA);
            metadata.forEach(node::put);
        }
        for (Tensor tensor : tensors.values()) {
            ObjectNode node = root.putObject(tensor.name());
            node.put("dtype", tensor.dtype());
            ArrayNode shape = node.putArray("shape");
            tensor.shape().forEach(shape::add);
            node.putArray("data_offsets").add(tensor.begin()).add(tensor.end());
        }
        String json = root.toString();
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        String padding = " ".repeat((ALIGNMENT - length % ALIGNMENT) % ALIGNMENT);
        return (json + padding).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode tree(byte[] json) throws SafetensorsException {
        try {
            JsonNode root =
                    JSON.readTree(new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8));
            if (!root.isObject()) {
                throw new SafetensorsException("the header is not a JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new SafetensorsException("the header is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory is read
        }
    }

    private static void readMetadata(JsonNode node, Map<String, String> metadata) throws SafetensorsException {
        if (!node.isObject()) {
            throw new SafetensorsException(METADATA + " is not a JSON object");
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isTextual()) {
                throw new SafetensorsException(
                        METADATA + " must map strings to strings; " + Printable.brief(entry.getKey()) + " is "
                                + entry.getValue().getNodeType());
            }
            metadata.put(entry.getKey(), entry.getValue().textValue());
        }
    }

    private static Tensor tensor(String name, JsonNode node) throws SafetensorsException {
        JsonNode dtype = node.path("dtype");
        if (!dtype.isTextual()) {
            throw new SafetensorsException("tensor " + Printable.brief(name) + " has no dtype");
        }
        List<Long> shape = naturals(name, "shape", node.path("shape"));
        List<Long> offsets = naturals(name, "data_offsets", node.path("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw new SafetensorsException(
                    "tensor " + Printable.brief(name) + " has data_offsets " + offsets + ", not [begin, end]");
        }
        return new Tensor(name, dtype.textValue(), shape, offsets.get(0), offsets.get(1));
    }

    private static List<Long> naturals(String name, String field, JsonNode node) throws SafetensorsException {
        if (!node.isArray()) {
            throw new SafetensorsException("tensor " + Printable.brief(name) + " has no " + field);
        }
        List<Long> values = new ArrayList<>();
        for (JsonNode value : node) {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw new SafetensorsException("tensor " + Printable.brief(name) + " has the " + field + " "
                        + Printable.brief(node.toString()));
            }
            values.add(value.longValue());
        }
        return List.copyOf(values);
    }

    private static void checkTiling(Map<String, Tensor> tensors, long dataLength) throws SafetensorsException {
        List<Tensor> ordered = new ArrayList<>(tensors.values());
        ordered.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
        long position = 0;
        for (Tensor tensor : ordered) {
            if (tensor.begin() != position) {
                throw new SafetensorsException("tensor " + Printable.brief(tensor.name()) + " begins at byte "
                        + tensor.begin() + " of the data, the one before ends at " + position);
            }
            position = tensor.end();
        }
        if (position != dataLength) {
            throw new SafetensorsException(
                    "the tensors take " + position + " bytes, the file has " + dataLength + ": cut off or damaged");
        }
    }
}
