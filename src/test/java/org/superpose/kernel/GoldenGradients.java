package org.superpose.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.superpose.data.SparseBatch;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.model.Weights;

/** The losses and gradients that src/bench/golden_gradients.py computed, read from golden/gradients.json. */
final class GoldenGradients {
    private GoldenGradients() {}

    /**
     * One variant of the model with a batch, and what PyTorch makes of them.
     *
     * @param name which case it is, for messages
     * @param batchName dense or sparse
     * @param gradient ∂L/∂θ in the order of {@link Layout}
     */
    record Case(
            String name,
            String batchName,
            Layout layout,
            Importance importance,
            Weights weights,
            SparseBatch batch,
            double loss,
            double[] gradient) {
        Problem problem(AdamRule rule) {
            double density = batch.entries() / (double) (batch.size() * batch.n());
            return new Problem(layout, importance, density, batch.size(), rule);
        }
    }

    /** Every case of the file. */
    static List<Case> cases() {
        try (InputStream file = GoldenGradients.class.getResourceAsStream("/golden/gradients.json")) {
            JsonNode root = new ObjectMapper().readTree(file);
            List<Case> cases = new ArrayList<>();
            for (JsonNode node : root.get("cases")) {
                cases.add(read(node, root.get("shapes").get(node.get("shape").textValue())));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case read(JsonNode node, JsonNode shape) {
        Layout layout =
                new Layout(spec(node), shape.get("n").intValue(), shape.get("m").intValue());
        String batchName = node.get("batch").textValue();
        return new Case(
                node.get("shape").textValue() + ", " + batchName + ", " + layout.spec() + ", " + node.get("importance"),
                batchName,
                layout,
                importance(node.get("importance")),
                weights(layout, shape),
                batch(shape.get("batches").get(batchName)),
                node.get("loss").doubleValue(),
                gradient(layout, node.get("gradients")));
    }

    private static ModelSpec spec(JsonNode node) {
        OutputFunction output = new OutputFunction(
                OutputFunction.Kind.valueOf(node.get("output").textValue().toUpperCase(Locale.ROOT)),
                node.get("parameter").doubleValue());
        return new ModelSpec(
                node.get("tied").booleanValue(),
                Activation.valueOf(node.get("hidden").textValue().toUpperCase(Locale.ROOT)),
                output,
                node.get("bias").booleanValue());
    }

    private static Importance importance(JsonNode node) {
        Importance base = node.has("last")
                ? new Importance.Last(node.get("last").doubleValue())
                : new Importance.Decay(node.get("decay").doubleValue());
        return node.has("size")
                ? new Importance.Conditional(
                        base,
                        new KeyedSets(
                                node.get("size").intValue(),
                                node.get("otherwise").doubleValue()))
                : base;
    }

    /** The parameters; in the file W_in has one list for each hidden dimension, W_out one for each feature. */
    private static Weights weights(Layout layout, JsonNode shape) {
        float[] values = new float[layout.size()];
        for (int i = 0; i < layout.n(); i++) {
            for (int k = 0; k < layout.m(); k++) {
                if (!layout.spec().tied()) {
                    values[layout.decoder() + i * layout.m() + k] =
                            shape.get("W_out").get(i).get(k).floatValue();
                }
                values[layout.encoder() + i * layout.m() + k] =
                        shape.get("W_in").get(k).get(i).floatValue();
            }
            if (layout.spec().bias()) {
                values[layout.bias() + i] = shape.get("b").get(i).floatValue();
            }
        }
        return new Weights(layout, values);
    }

    /** The gradient; in the file each tensor is one list, row after row. */
    private static double[] gradient(Layout layout, JsonNode tensors) {
        int n = layout.n();
        int m = layout.m();
        int expected = (layout.spec().tied() ? 1 : 2) + (layout.spec().bias() ? 1 : 0);
        if (tensors.size() != expected) {
            throw new IllegalArgumentException(tensors.size() + " tensors for " + layout);
        }
        double[] gradient = new double[layout.size()];
        double[] encoder = numbers(tensors.get("W_in"), n * m);
        for (int q = 0; q < encoder.length; q++) {
            gradient[layout.encoder() + q % n * m + q / n] = encoder[q];
        }
        if (!layout.spec().tied()) {
            System.arraycopy(numbers(tensors.get("W_out"), n * m), 0, gradient, layout.decoder(), n * m);
        }
        if (layout.spec().bias()) {
            System.arraycopy(numbers(tensors.get("b"), n), 0, gradient, layout.bias(), n);
        }
        return gradient;
    }

    private static double[] numbers(JsonNode list, int length) {
        if (list.size() != length) {
            throw new IllegalArgumentException(list.size() + " numbers instead of " + length);
        }
        double[] numbers = new double[length];
        for (int q = 0; q < length; q++) {
            numbers[q] = list.get(q).doubleValue();
        }
        return numbers;
    }

    private static SparseBatch batch(JsonNode rows) {
        SparseBatch batch = new SparseBatch(rows.get(0).size(), rows.size());
        batch.reserve(batch.n() * batch.size());
        int entries = 0;
        for (int s = 0; s < batch.size(); s++) {
            for (int i = 0; i < batch.n(); i++) {
                float x = rows.get(s).get(i).floatValue();
                if (x != 0) {
                    batch.index()[entries] = i;
                    batch.value()[entries++] = x;
                }
            }
            batch.start()[s + 1] = entries;
        }
        return batch;
    }
}
