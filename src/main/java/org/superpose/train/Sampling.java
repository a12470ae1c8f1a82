package org.superpose.train;

import java.util.Locale;
import org.superpose.data.FeatureDistribution;
import org.superpose.data.Objective;

/** How the samples of a batch are drawn. */
public enum Sampling {
    /** Each sample is drawn from the data's distribution and counts once. */
    PLAIN {
        @Override
        public double scale(double probability) {
            return 1;
        }

        @Override
        FeatureDistribution batches(Objective objective, int n, int batch) {
            return objective.data().distribution(n, objective.density());
        }
    },
    /**
     * Batches are drawn by the number of active features and weighed exactly (theory.md, section 6). The loss that Adam sees is divided by p̄², since the loss of
     * a good model goes to 0 as p² and would else be lost beside Adam's ε; what is told is the loss itself.
     */
    STRATIFIED {
        @Override
        public double scale(double probability) {
            return probability * probability;
        }

        @Override
        FeatureDistribution batches(Objective objective, int n, int batch) {
            return objective.data().stratified(n, objective.density(), batch, scale(objective.meanProbability(n)));
        }
    };

    private final String label = name().toLowerCase(Locale.ROOT);

    /**
     * What the loss is divided by before the optimiser sees it.
     *
     * @param probability p̄, the mean over the features of P(x_i &gt; 0)
     */
    public abstract double scale(double probability);

    /** The source of the batches of {@code batch} samples of n features, whose losses are divided by {@link #scale}. */
    abstract FeatureDistribution batches(Objective objective, int n, int batch);

    /** The name used in sweep files. */
    public String label() {
        return label;
    }
}
