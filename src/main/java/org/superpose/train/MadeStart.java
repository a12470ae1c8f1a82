package org.superpose.train;

import java.util.Optional;
import org.superpose.construct.Construction;
import org.superpose.data.RandomStream;
import org.superpose.kernel.Kernel;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/**
 * A model that is made before the first step.
 *
 * @param weights without noise; empty if too many of the smaller models diverged that it is made of
 * @param samples that smaller models were trained on for it
 */
record MadeStart(Optional<Weights> weights, long samples) {
    static MadeStart of(Initialisation.Made init, Trainer.Job job, Kernel kernel, Trainer.Monitor monitor) {
        if (init instanceof Initialisation.Grown) {
            return Growth.of(job, kernel, monitor);
        }
        Weights codes = new Construction.Spherical(init.version())
                .draw(job.modelKey(), job.layout(), job.data(), job.density());
        return new MadeStart(Optional.of(codes), 0);
    }

    /** The model with normal noise of this standard deviation on its matrices, of the stream {@code noise}; its biases stay. */
    static Weights noisy(Weights made, double deviation, String modelKey) {
        if (deviation == 0) {
            return made;
        }
        Layout layout = made.layout();
        float[] values = made.values().clone();
        double[] noise = RandomStream.of(modelKey, "noise").normals(0, layout.bias(), deviation);
        for (int q = 0; q < noise.length; q++) {
            values[q] += (float) noise[q];
        }
        return new Weights(layout, values);
    }
}
