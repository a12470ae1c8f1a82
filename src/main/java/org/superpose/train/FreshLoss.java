package org.superpose.train;

import java.util.concurrent.CancellationException;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/**
 * The loss on batches that training does not see, the same for all models of one job, so that what is compared is not their luck. They are drawn as the recipe
 * {@code fast} draws them, whatever the job's own are: in batches of one sample, or in plain ones at p = 1e-6, hardly any two features meet.
 */
record FreshLoss(Trainer.Job job, Kernel kernel, Trainer.Monitor monitor) {
    /**
     * The mean loss over so many batches of the stream {@code compare}.
     *
     * @throws CancellationException if the monitor abandons the run
     */
    double of(Weights weights, int batches) {
        Layout layout = job.layout();
        TrainingSpec fast = Recipe.FAST.training(layout, job.objective());
        double probability = job.objective().meanProbability(layout.n());
        FeatureDistribution samples = fast.sampling().batches(job.objective(), layout.n(), fast.batch());
        RandomStream stream = RandomStream.of(job.modelKey(), "compare");
        SparseBatch batch = new SparseBatch(layout.n(), fast.batch());
        Problem problem = new Problem(layout, job.importance(), probability, fast.batch(), fast.rule());
        double sum = 0;
        try (Kernel.Session session = kernel.open(problem, weights)) {
            for (int page = 0; page < batches; page++) {
                samples.fill(batch, stream, page);
                sum += session.step(batch, 0);
                if (page % Trainer.STEPS_PER_REPORT == 0 && !monitor.advanced(0)) {
                    throw new CancellationException("comparison abandoned after " + page + " batches");
                }
            }
        }
        return fast.sampling().scale(probability) * sum / batches;
    }
}
