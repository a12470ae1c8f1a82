package org.superpose.train;

import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.model.Weights;

/** The loss on batches that training does not see, the same for all models of one job, so that what is compared is not their luck. */
final class FreshLoss {
    private FreshLoss() {}

    /** The mean loss over so many batches of the stream {@code compare}, drawn as those of training are. */
    static double of(Trainer.Job job, Kernel kernel, Weights weights, int batches) {
        TrainingSpec training = job.training();
        int n = job.layout().n();
        double probability = job.objective().meanProbability(n);
        FeatureDistribution samples = training.sampling().batches(job.objective(), n, training.batch());
        RandomStream stream = RandomStream.of(job.modelKey(), "compare");
        SparseBatch batch = new SparseBatch(n, training.batch());
        Problem problem = new Problem(job.layout(), job.importance(), probability, training.batch(), training.rule());
        double sum = 0;
        try (Kernel.Session session = kernel.open(problem, weights)) {
            for (int page = 0; page < batches; page++) {
                samples.fill(batch, stream, page);
                sum += session.step(batch, 0);
            }
        }
        return training.sampling().scale(probability) * sum / batches;
    }
}
