package org.superpose.model;

import java.util.Arrays;

/** The parameters of one model: a {@link Layout} and the array it describes. The array is shared, not copied. */
public final class Weights {
    private final Layout layout;
    private final float[] values;

    /** @throws IllegalArgumentException if the array's length is not {@link Layout#size()} */
    public Weights(Layout layout, float[] values) {
        if (values.length != layout.size()) {
            throw new IllegalArgumentException(
                    values.length + " values for " + layout + ", which has " + layout.size());
        }
        this.layout = layout;
        this.values = values;
    }

    public Layout layout() {
        return layout;
    }

    /** The live array, in the order of {@link Layout}. */
    public float[] values() {
        return values;
    }

    /** b_i, 0 for a model without bias. */
    public float bias(int i) {
        return layout.spec().bias() ? values[layout.bias() + i] : 0f;
    }

    /** W_in, m × n, row-major: a transposed copy. */
    public float[] encoderRows() {
        int n = layout.n();
        int m = layout.m();
        float[] rows = new float[m * n];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < m; k++) {
                rows[k * n + j] = values[layout.encoder() + j * m + k];
            }
        }
        return rows;
    }

    /** W_out, n × m, row-major: a copy. */
    public float[] decoderRows() {
        int from = layout.decoder();
        return Arrays.copyOfRange(values, from, from + layout.n() * layout.m());
    }

    /** b, n numbers, zeros for a model without bias: a copy. */
    public float[] biases() {
        return layout.spec().bias() ? Arrays.copyOfRange(values, layout.bias(), values.length) : new float[layout.n()];
    }

    /** Whether every parameter is finite. */
    public boolean finite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** The same parameters with another ψ; the array is shared. */
    public Weights with(OutputFunction output) {
        ModelSpec spec = layout.spec();
        ModelSpec other = new ModelSpec(spec.tied(), spec.hidden(), output, spec.bias());
        return new Weights(new Layout(other, layout.n(), layout.m()), values);
    }

    public Weights copy() {
        return new Weights(layout, values.clone());
    }
}
