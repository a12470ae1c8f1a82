package org.superpose.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.superpose.data.ActiveCount;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.RandomStream;
import org.superpose.data.SparseBatch;

/**
 * The loss as a sum by the number k of active features, L = P(k = 0) L_0 + Σ_q P_q E[loss | q], over strata q from which batches can be drawn. All samples
 * without an active feature are alike, so that one batch gives the gradient of L_0 exactly.
 *
 * <p>Where the loss is evaluated by strata ({@link LossEvaluation}), they are k = 1 and k ≥ 2, because what only happens when features meet must be seen
 * however small p is; and where n p is so small that hardly any of the latter have three active features, k = 2 and k ≥ 3. Of other data whose features are in
 * independent sets, few of which are active, the batches are those of stratified training, with weights. Otherwise there is one stratum, k ≥ 1, whose samples are drawn as in training without the inactive.
 *
 * @param none P(k = 0), 0 where it does not count
 * @param sampled the strata with k ≥ 1 and a probability that is not 0
 * @param share what share of {@link LossEvaluation#samples} went through the model
 */
record GradientStrata(double none, List<Stratum> sampled, double share) {
    /** With fewer active samples among all the evaluation itself does not reach its least number of them. */
    private static final double LEAST_ACTIVE = (double) LossEvaluation.MINIMUM / LossEvaluation.MOST_DRAWN;

    /** Below this n p fewer than one in twelve of the samples with two active features have three. */
    private static final double FEW = 0.25;

    /** A stratum of less than this does not count beside the others. */
    private static final double NEGLIGIBLE = 1e-12;

    /** Draws batches of samples with some numbers of active features. */
    interface Stratum {
        /** The name of its random streams. */
        String name();

        /** P_q. */
        double probability();

        /**
         * Fills a batch.
         *
         * @param batch modified
         * @param page ascending from 0 for each stream
         */
        void fill(SparseBatch batch, RandomStream stream, long page);
    }

    /** @param size samples of a batch; the strata are null where active samples are too rare to be drawn */
    static GradientStrata of(Measurement.Subject subject, int size) {
        int n = subject.weights().layout().n();
        DataSpec data = subject.data();
        double density = subject.density();
        if (data.coactivations(n, density).isPresent()) {
            return byCount(data, n, density);
        }
        double active = data.anyActive(n, density);
        if (data.suitsStrata(n, density)) {
            return new GradientStrata(0, List.of(new Weighted(data.stratified(n, density, size, 1))), active);
        }
        return active < LEAST_ACTIVE
                ? null
                : new GradientStrata(counting(1 - active), List.of(new Active(data, n, density, active, size)), active);
    }

    private static GradientStrata byCount(DataSpec data, int n, double density) {
        List<Stratum> strata = new ArrayList<>();
        strata.add(new Single(probability(data.activeCount(n, density, 1, 1))));
        boolean apart = n * density < FEW;
        if (n >= 2) {
            int last = apart ? 2 : n;
            strata.add(new Several("two", data.activeCount(n, density, 2, last).orElseThrow()));
        }
        if (n >= 3 && apart) {
            strata.add(new Several("three", data.activeCount(n, density, 3, n).orElseThrow()));
        }
        strata.removeIf(stratum -> stratum.probability() == 0);
        return new GradientStrata(counting(probability(data.activeCount(n, density, 0, 0))), strata, 1);
    }

    private static double counting(double probability) {
        return probability < NEGLIGIBLE ? 0 : probability;
    }

    private static double probability(Optional<ActiveCount> count) {
        return count.orElseThrow().probability();
    }

    /**
     * Samples x = u e_i. Sample s of B has a feature i from the s-th part of all of them, so that each batch has the mean over features nearly right; u is
     * uniform.
     */
    private record Single(double probability) implements Stratum {
        @Override
        public String name() {
            return "one";
        }

        @Override
        public void fill(SparseBatch batch, RandomStream stream, long page) {
            int size = batch.size();
            double[] uniforms = stream.uniforms(page, 2 * size);
            batch.reserve(size);
            for (int s = 0; s < size; s++) {
                batch.start()[s + 1] = s + 1;
                batch.index()[s] = Math.min(batch.n() - 1, (int) ((s + uniforms[s]) / size * batch.n()));
                batch.value()[s] = (float) uniforms[size + s];
            }
        }
    }

    /** Samples of a given number of active features, or of given numbers. */
    private record Several(String name, ActiveCount count) implements Stratum {
        @Override
        public double probability() {
            return count.probability();
        }

        @Override
        public void fill(SparseBatch batch, RandomStream stream, long page) {
            count.fill(batch, stream, page);
        }
    }

    /** All samples: a batch has some of each number of active sets, and weighs them. */
    private record Weighted(FeatureDistribution distribution) implements Stratum {
        @Override
        public String name() {
            return "weighted";
        }

        @Override
        public double probability() {
            return 1;
        }

        @Override
        public void fill(SparseBatch batch, RandomStream stream, long page) {
            distribution.fill(batch, stream, page);
        }
    }

    /** Samples drawn as in training, of which those without an active feature are left out. */
    private static final class Active implements Stratum {
        private final FeatureDistribution distribution;
        private final double probability;
        private final SparseBatch drawn;
        /** Where the next sample is. */
        private int next;

        private long page;

        Active(DataSpec data, int n, double density, double probability, int size) {
            this.distribution = data.distribution(n, density);
            this.probability = probability;
            this.drawn = new SparseBatch(
                    n, (int) Math.min(LossEvaluation.MOST_PER_DRAW, Math.ceil(1.1 * size / probability)));
        }

        @Override
        public String name() {
            return "any";
        }

        @Override
        public double probability() {
            return probability;
        }

        @Override
        public void fill(SparseBatch batch, RandomStream stream, long first) {
            if (first == 0) {
                page = 0;
                next = drawn.size();
            }
            int entries = 0;
            for (int s = 0; s < batch.size(); s++) {
                int sample = next(stream);
                int from = drawn.start()[sample];
                int length = drawn.start()[sample + 1] - from;
                batch.reserve(entries + length);
                System.arraycopy(drawn.index(), from, batch.index(), entries, length);
                System.arraycopy(drawn.value(), from, batch.value(), entries, length);
                entries += length;
                batch.start()[s + 1] = entries;
            }
        }

        /** The next sample with an active feature. */
        private int next(RandomStream stream) {
            while (true) {
                if (next == drawn.size()) {
                    distribution.fill(drawn, stream, page++);
                    next = 0;
                }
                int sample = next++;
                if (drawn.start()[sample] < drawn.start()[sample + 1]) {
                    return sample;
                }
            }
        }
    }
}
