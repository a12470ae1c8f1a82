package org.superpose.kernel.nd4j;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.kernel.SavedNumbers;
import org.superpose.model.Weights;

/** One model on ND4J's device: the network, its moments, and the memory that holds them. */
final class Nd4jSession implements Kernel.Session {
    private final Problem problem;
    private final Runnable attach;
    private final DeviceArrays memory = new DeviceArrays();
    private final Parameters parameters;
    private final Network network;
    private final Nd4jAdam adam;

    /** @param attach run before anything else in every call: makes the calling thread compute on this session's device */
    Nd4jSession(Problem problem, Weights initial, Runnable attach) {
        if (!initial.layout().equals(problem.layout())) {
            throw new IllegalArgumentException("weights of " + initial.layout() + " for " + problem.layout());
        }
        this.problem = problem;
        this.attach = attach;
        try {
            this.parameters = new Parameters(problem.layout(), initial, memory);
            this.network = new Network(problem, parameters, memory);
            this.adam = new Nd4jAdam(problem.rule(), parameters, memory);
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    @Override
    public double step(SparseBatch batch, double learningRate) {
        forward(batch);
        network.backward(batch);
        adam.step(learningRate);
        return mean(batch, network.losses());
    }

    @Override
    public double gradient(SparseBatch batch, float[] gradient) {
        forward(batch);
        network.backward(batch);
        float[] computed = parameters.gradient().data().asFloat();
        System.arraycopy(computed, 0, gradient, 0, computed.length);
        return mean(batch, network.losses());
    }

    @Override
    public void losses(SparseBatch batch, double[] losses) {
        forward(batch);
        float[] computed = network.losses();
        for (int s = 0; s < computed.length; s++) {
            losses[s] = computed[s];
        }
    }

    @Override
    public Weights weights() {
        attach.run();
        return new Weights(problem.layout(), parameters.values().data().asFloat());
    }

    @Override
    public void save(DataOutput out) throws IOException {
        attach.run();
        SavedNumbers.kind(out, Nd4jSession.class);
        DeviceArrays.save(parameters.values(), out);
        adam.save(out);
    }

    @Override
    public void resume(DataInput in) throws IOException {
        attach.run();
        SavedNumbers.expect(in, Nd4jSession.class);
        DeviceArrays.resume(in, parameters.values());
        adam.resume(in);
    }

    @Override
    public void close() {
        attach.run();
        memory.close();
    }

    private void forward(SparseBatch batch) {
        if (batch.size() != problem.batch() || batch.n() != problem.layout().n()) {
            throw new IllegalArgumentException("a batch of " + batch.size() + " × " + batch.n() + " for " + problem);
        }
        attach.run();
        network.forward(batch);
    }

    private static double mean(SparseBatch batch, float[] losses) {
        double sum = 0;
        for (int s = 0; s < losses.length; s++) {
            sum += (double) batch.weight(s) * losses[s];
        }
        return sum / losses.length;
    }
}
