package org.superpose.kernel.nd4j;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Problem;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.OutputFunction;
import org.superpose.model.OutputFunction.Kind;

/**
 * Forward and backward pass over one dense batch. With X the batch (B × n, a sample to a row), E and D the encoder and decoder
 * (n × m), I the importances along each row, ω the weights of the samples, R the residual:
 *
 * <pre>
 * H = φ(X E)              A = ψ(H Dᵀ + b)          R = A − X        loss of a sample = R² · I/n
 * dA = ω ∘ R ∘ I ∘ ψ'     ∂D = 2/(nB) dAᵀ H        ∂b = 2/(nB) dAᵀ 1
 * dH = 2/(nB) (dA D) ∘ φ'                          ∂E = Xᵀ dH, added to ∂D when tied
 * </pre>
 *
 * <p>Every operation and every result is made once and used again at each step: nothing is allocated on the device while training. Outputs
 * other than identity and ReLU are computed on the heap ({@link HeapOutputs}).
 */
final class Network {
    private static final MMulTranspose PLAIN = MMulTranspose.allFalse();
    private static final MMulTranspose LEFT =
            MMulTranspose.builder().transposeA(true).build();
    private static final MMulTranspose RIGHT =
            MMulTranspose.builder().transposeB(true).build();

    private final Layout layout;
    private final boolean equalImportance;
    private final INDArray x;
    /** The factors on importance; null if importance does not depend on x. */
    private final KeyWeights keyWeights;

    private final INDArray h;
    private final INDArray dh;
    private final INDArray a;
    private final INDArray r;
    private final INDArray squares;
    private final INDArray losses;
    /** The weights of the samples of the last batch that had any. */
    private final INDArray sampleWeights;

    private final CustomOp encode;
    private final CustomOp decode;
    private final CustomOp sumSquares;
    private final CustomOp decoderGradient;
    private final CustomOp biasGradient;
    private final CustomOp hiddenGradient;
    private final CustomOp encoderGradient;
    private final Op rectifyHidden;
    private final Op rectifyOutput;
    private final Op slopeHidden;
    private final Op slopeOutput;
    private final Op addBias;
    private final Op weigh;
    private final Op weighSamples;
    private final HeapOutputs heapOutputs;
    private int[] filled = new int[0];
    private int fill;

    Network(Problem problem, Parameters parameters, DeviceArrays memory) {
        this.layout = problem.layout();
        int n = layout.n();
        int m = layout.m();
        int size = problem.batch();
        if ((long) size * n > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException("a dense batch of " + size + " × " + n + " exceeds one buffer of 2 GiB");
        }
        Parameters.Tensors theta = parameters.tensors();
        Parameters.Tensors gradient = parameters.gradients();
        double scale = 2.0 / ((double) n * size);
        INDArray importance = memory.vector(floats(problem.importance(), 1));
        INDArray importanceMean = memory.vector(floats(problem.importance(), n));
        INDArray ones = memory.zeros(size);
        ones.assign(1);
        this.x = memory.zeros(size, n);
        this.keyWeights = problem.keys() == null ? null : new KeyWeights(problem.keys(), memory.zeros(size, n));
        this.h = memory.zeros(size, m);
        this.dh = memory.zeros(size, m);
        this.a = memory.zeros(size, n);
        this.r = memory.zeros(size, n);
        this.squares = memory.zeros(size, n);
        this.losses = memory.zeros(size);
        this.sampleWeights = memory.zeros(size);
        this.equalImportance = java.util.Arrays.stream(problem.importance()).allMatch(weight -> weight == 1);

        this.encode = new Mmul(x, theta.encoder(), h, PLAIN);
        this.rectifyHidden = new RectifiedLinear(h, h, 0);
        this.decode = new Mmul(h, theta.decoder(), a, RIGHT);
        this.addBias = theta.bias() == null ? null : new BroadcastAddOp(a, theta.bias(), a, 1);
        this.rectifyOutput = new RectifiedLinear(a, a, 0);
        this.sumSquares = new Mmul(squares, importanceMean, losses, PLAIN);

        OutputFunction psi = layout.spec().output();
        boolean onDevice = psi.kind() == Kind.RELU || psi.kind() == Kind.IDENTITY;
        this.heapOutputs = onDevice ? null : new HeapOutputs(psi, a, memory);
        this.weigh = new BroadcastMulOp(r, importance, r, 1);
        this.weighSamples = new BroadcastMulOp(r, sampleWeights, r, 0);
        // ψ' and φ' are read off the rectified values, which are positive where the slope is 1.
        this.slopeOutput = new Step(a, a);
        this.slopeHidden = new Step(h, h);
        this.decoderGradient = new Mmul(r, h, gradient.decoder(), scale, 0, LEFT);
        this.biasGradient = theta.bias() == null ? null : new Mmul(r, ones, gradient.bias(), scale, 0, LEFT);
        this.hiddenGradient = new Mmul(r, theta.decoder(), dh, scale, 0, PLAIN);
        this.encoderGradient =
                new Mmul(x, dh, gradient.encoder(), 1, layout.spec().tied() ? 1 : 0, LEFT);
    }

    /** Computes H, A, R and the losses of a batch. */
    void forward(SparseBatch batch) {
        send(batch);
        Nd4j.exec(encode);
        if (layout.spec().hidden() == Activation.RELU) {
            Nd4j.exec(rectifyHidden);
        }
        Nd4j.exec(decode);
        if (addBias != null) {
            Nd4j.exec(addBias);
        }
        if (layout.spec().output().kind() == Kind.RELU) {
            Nd4j.exec(rectifyOutput);
        } else if (heapOutputs != null) {
            heapOutputs.apply();
        }
        a.sub(x, r);
        r.mul(r, squares);
        if (keyWeights != null) {
            squares.muli(keyWeights.of(batch));
        }
        Nd4j.exec(sumSquares);
    }

    /** Computes ∂L/∂θ; call once after {@link #forward} on the same batch, whose H, A and R it overwrites. */
    void backward(SparseBatch batch) {
        if (batch.weighted()) {
            sampleWeights.data().asNioFloat().put(0, batch.weights(), 0, batch.size());
            Nd4j.getAffinityManager().tagLocation(sampleWeights, AffinityManager.Location.HOST);
            Nd4j.exec(weighSamples);
        }
        if (!equalImportance) {
            Nd4j.exec(weigh);
        }
        if (keyWeights != null) {
            r.muli(keyWeights.last());
        }
        if (layout.spec().output().kind() == Kind.RELU) {
            Nd4j.exec(slopeOutput);
            r.muli(a);
        } else if (heapOutputs != null) {
            r.muli(heapOutputs.slopes());
        }
        Nd4j.exec(decoderGradient);
        if (biasGradient != null) {
            Nd4j.exec(biasGradient);
        }
        Nd4j.exec(hiddenGradient);
        if (layout.spec().hidden() == Activation.RELU) {
            Nd4j.exec(slopeHidden);
            dh.muli(h);
        }
        Nd4j.exec(encoderGradient);
    }

    /** The loss of each sample, fetched from the device. */
    float[] losses() {
        return losses.data().asFloat();
    }

    /** Writes the batch into X: zeros where the last batch was, then the new entries. */
    private void send(SparseBatch batch) {
        FloatBuffer host = x.data().asNioFloat();
        for (int e = 0; e < fill; e++) {
            host.put(filled[e], 0);
        }
        fill = batch.entries();
        if (filled.length < fill) {
            filled = new int[fill + fill / 2];
        }
        int n = batch.n();
        int[] start = batch.start();
        for (int s = 0; s < batch.size(); s++) {
            for (int e = start[s]; e < start[s + 1]; e++) {
                int cell = s * n + batch.index()[e];
                filled[e] = cell;
                host.put(cell, batch.value()[e]);
            }
        }
        // A device that has memory of its own fetches X before it is next used.
        Nd4j.getAffinityManager().tagLocation(x, AffinityManager.Location.HOST);
    }

    private static float[] floats(double[] values, double divisor) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) (values[i] / divisor);
        }
        return floats;
    }
}
