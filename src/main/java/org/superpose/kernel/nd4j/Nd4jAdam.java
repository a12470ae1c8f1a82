package org.superpose.kernel.nd4j;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.superpose.kernel.AdamRule;

/**
 * {@link AdamRule} in place, with both corrections moved to scalars: with c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ,
 *
 * <pre>
 * η (u / c₁) / (√(v / c₂) + ε) = (η √c₂ / c₁) u / (√v + ε √c₂)
 * </pre>
 *
 * <p>ND4J's own operation {@code adam_updater} is no faster: 0.70 ms against 0.67 for 131 584 parameters. Operations are made
 * once; their changing scalars are written into them, because ND4J keeps for ever every constant that it is given.
 */
final class Nd4jAdam {
    private final AdamRule rule;
    private final INDArray theta;
    private final INDArray first;
    private final INDArray second;
    private final INDArray gradient;
    private final INDArray scratch;
    private final Op decayFirst;
    private final Op addFirst;
    private final Op decaySecond;
    private final Op addSecond;
    private final Op root;
    private final ScalarOp addEpsilon;
    private final ScalarOp scale;
    private final ScalarOp decayWeights;
    private int steps;

    Nd4jAdam(AdamRule rule, Parameters parameters, DeviceArrays memory) {
        this.rule = rule;
        this.theta = parameters.values();
        this.gradient = parameters.gradient();
        this.first = memory.zeros(theta.length());
        this.second = memory.zeros(theta.length());
        this.scratch = memory.zeros(theta.length());
        this.decayFirst = multiply(first, rule.beta1(), memory);
        this.addFirst = new Axpy(gradient, first, first, 1 - rule.beta1());
        this.decaySecond = multiply(second, rule.beta2(), memory);
        this.addSecond = new Axpy(scratch, second, second, 1 - rule.beta2());
        this.root = new Sqrt(second, scratch);
        this.addEpsilon = new ScalarAdd(scratch, null, scratch, 0);
        memory.keep(addEpsilon.scalar());
        this.scale = multiply(scratch, 1, memory);
        this.decayWeights = multiply(theta, 1, memory);
    }

    void step(double learningRate) {
        steps++;
        double correction1 = 1 - Math.pow(rule.beta1(), steps);
        double correction2 = Math.sqrt(1 - Math.pow(rule.beta2(), steps));
        moments();
        Nd4j.exec(root);
        run(addEpsilon, rule.epsilon() * correction2);
        first.div(scratch, scratch);
        run(scale, learningRate * correction2 / correction1);
        if (rule.weightDecay() != 0) {
            run(decayWeights, 1 - learningRate * rule.weightDecay());
        }
        theta.subi(scratch);
    }

    /** Writes the number of steps and both moments. */
    void save(DataOutput out) throws IOException {
        out.writeInt(steps);
        DeviceArrays.save(first, out);
        DeviceArrays.save(second, out);
    }

    /** Reads what {@link #save} wrote. */
    void resume(DataInput in) throws IOException {
        steps = in.readInt();
        DeviceArrays.resume(in, first);
        DeviceArrays.resume(in, second);
    }

    /** u ← β₁ u + (1 − β₁) g, v ← β₂ v + (1 − β₂) g². */
    private void moments() {
        Nd4j.exec(decayFirst);
        Nd4j.exec(addFirst);
        gradient.mul(gradient, scratch);
        Nd4j.exec(decaySecond);
        Nd4j.exec(addSecond);
    }

    private static void run(ScalarOp operation, double scalar) {
        operation.scalar().putScalar(0, scalar);
        Nd4j.exec(operation);
    }

    private static ScalarOp multiply(INDArray array, double factor, DeviceArrays memory) {
        ScalarOp operation = new ScalarMultiplication(array, null, array, factor);
        memory.keep(operation.scalar());
        return operation;
    }
}
