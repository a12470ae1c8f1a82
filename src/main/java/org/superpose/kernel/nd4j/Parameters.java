package org.superpose.kernel.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/** θ and ∂L/∂θ, each one vector in the order of {@link Layout} with its tensors as views. */
final class Parameters {
    private final INDArray values;
    private final INDArray gradient;
    private final Tensors tensors;
    private final Tensors gradients;

    Parameters(Layout layout, Weights initial, DeviceArrays memory) {
        this.values = memory.vector(initial.values());
        this.gradient = memory.zeros(layout.size());
        this.tensors = Tensors.of(layout, values);
        this.gradients = Tensors.of(layout, gradient);
    }

    /**
     * Views of one parameter vector.
     *
     * @param encoder n × m, row j is w_j
     * @param decoder n × m, row i is row i of W_out; the encoder itself when tied
     * @param bias n, or null without one
     */
    record Tensors(INDArray encoder, INDArray decoder, INDArray bias) {
        static Tensors of(Layout layout, INDArray vector) {
            INDArray encoder = matrix(layout, vector, layout.encoder());
            INDArray decoder = layout.spec().tied() ? encoder : matrix(layout, vector, layout.decoder());
            INDArray bias = layout.spec().bias()
                    ? vector.get(NDArrayIndex.interval(layout.bias(), layout.bias() + layout.n()))
                    : null;
            return new Tensors(encoder, decoder, bias);
        }

        private static INDArray matrix(Layout layout, INDArray vector, int offset) {
            long cells = (long) layout.n() * layout.m();
            return vector.get(NDArrayIndex.interval(offset, offset + cells)).reshape('c', layout.n(), layout.m());
        }
    }

    INDArray values() {
        return values;
    }

    INDArray gradient() {
        return gradient;
    }

    Tensors tensors() {
        return tensors;
    }

    Tensors gradients() {
        return gradients;
    }
}
