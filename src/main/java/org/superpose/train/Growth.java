package org.superpose.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.superpose.construct.BlockMixtures;
import org.superpose.construct.Tiles;
import org.superpose.data.Objective;
import org.superpose.kernel.Kernel;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/**
 * The start of {@link Initialisation.Grown}: smaller models of the ratio n/m and the density of a larger one, trained by themselves, and the best mixture of them
 * along its diagonal. For 240 × 60, for example, these are 3 × 1, 4 × 1 and 5 × 1, 7 × 2 to 9 × 2, 11 × 3 to 13 × 3 and 15 × 4 to 17 × 4; at p = 0.045 thirty copies
 * of 8 × 2 are the best of them.
 *
 * <p>The rule: m' = 1 … {@value #MOST_HIDDEN} hidden dimensions, and as many features as keep the ratio, rounded down and up, and one fewer and one more. Each is
 * trained by the recipe {@code fast} with a key of its own, and compared by its mean loss over {@value #COMPARED} batches that it has not seen. Models of one
 * dimension make any n and m between them, so there is always a mixture up to n = {@value BlockMixtures#MOST_FEATURES}; {@link #suits} tells where there is one
 * beyond. What more dimensions would give: at p = 0.045, r = ¼ models of 16 × 4 already end 24 % above those of 8 × 2.
 */
public final class Growth {
    /** Raised with every change of the rule, or of what {@code fast} makes of such small models. */
    public static final int VERSION = 1;

    /** The number of batches that the smaller models are compared by. */
    public static final int COMPARED = 1000;

    /** The most hidden dimensions of a smaller model. */
    public static final int MOST_HIDDEN = 4;

    private final Trainer.Job job;
    private final Kernel kernel;
    private final Trainer.Monitor monitor;
    private final List<BlockMixtures.Block> blocks = new ArrayList<>();
    private final List<Weights> weights = new ArrayList<>();
    private long samples;

    private Growth(Trainer.Job job, Kernel kernel, Trainer.Monitor monitor) {
        this.job = job;
        this.kernel = kernel;
        this.monitor = monitor;
    }

    static MadeStart of(Trainer.Job job, Kernel kernel, Trainer.Monitor monitor) {
        return new Growth(job, kernel, monitor.uncounted()).grown();
    }

    /** The sizes of the smaller models for a larger one with m of at least 2; each has fewer dimensions than it. */
    public static List<Layout> sizes(Layout whole) {
        List<Layout> sizes = new ArrayList<>();
        for (int m = 1; m <= Math.min(MOST_HIDDEN, whole.m() - 1); m++) {
            long product = (long) m * whole.n();
            long down = product / whole.m();
            long up = (product + whole.m() - 1) / whole.m();
            long least = Math.max(m, up - 1);
            long most = Math.min(down + 1, whole.n() - 1);
            for (long n = least; n <= most; n++) {
                sizes.add(new Layout(whole.spec(), (int) n, m));
            }
        }
        return sizes;
    }

    /** Whether some mixture of the smaller models is as large as the whole. */
    public static boolean suits(Layout whole) {
        return whole.n() <= BlockMixtures.MOST_FEATURES
                || sizes(whole).stream()
                        .anyMatch(size -> BlockMixtures.copied(size.n(), size.m(), whole.n(), whole.m()));
    }

    /** How a smaller model is trained. */
    public static TrainingSpec training(Layout size, Objective objective) {
        return Recipe.FAST.training(size, objective);
    }

    private MadeStart grown() {
        Layout whole = job.layout();
        sizes(whole).forEach(this::train);
        Optional<int[]> counts =
                BlockMixtures.upTo(whole.n(), whole.m(), blocks).counts(whole.n(), whole.m());
        return new MadeStart(counts.map(this::composed), samples);
    }

    private void train(Layout size) {
        String key = job.modelKey() + " " + size.n() + "x" + size.m();
        TrainingSpec training = training(size, job.objective());
        Trainer.Job small = new Trainer.Job(key, size, job.objective(), training, 0);
        Outcome outcome = Trainer.train(small, kernel, monitor);
        samples += outcome.samples();
        if (outcome.status() == Outcome.Status.DIVERGED) {
            return;
        }
        double loss = new FreshLoss(small, kernel, monitor).of(outcome.weights(), COMPARED);
        if (Double.isFinite(loss)) {
            blocks.add(new BlockMixtures.Block(size.n(), size.m(), loss));
            weights.add(outcome.weights());
        }
    }

    private Weights composed(int[] counts) {
        List<Tiles.Part> parts = new ArrayList<>();
        for (int b = counts.length - 1; b >= 0; b--) {
            if (counts[b] > 0) {
                parts.add(new Tiles.Part(weights.get(b), counts[b]));
            }
        }
        return Tiles.compose(parts, job.layout());
    }
}
