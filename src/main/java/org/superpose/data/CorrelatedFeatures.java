package org.superpose.data;

import java.util.Arrays;

/**
 * One c ~ Bernoulli(p) for each set of features, x_i = c u_i with independent u_i ~ U[0, 1) (Elhage et al. 2022). Samples are drawn one after
 * another, so one does not depend on how many follow.
 */
final class CorrelatedFeatures implements FeatureDistribution {
    private final FeatureSets sets;
    private final Trials trials;

    CorrelatedFeatures(FeatureSets sets, double density) {
        double[] odds = new double[sets.count()];
        Arrays.fill(odds, density);
        this.sets = sets;
        this.trials = new Trials(odds);
    }

    @Override
    public void fill(SparseBatch batch, RandomStream stream, long page) {
        RowWriter rows = new RowWriter(batch, sets.n());
        Words words = new Words(stream, page);
        for (int s = 0; s < batch.size(); s++) {
            for (int group = 0; group < trials.groups(); group++) {
                for (long left = trials.candidates(group, words); left != 0; left &= left - 1) {
                    int set = Trials.first(group, left);
                    if (trials.succeeds(set, words.next())) {
                        for (int i = sets.start(set); i < sets.end(set); i++) {
                            rows.add(i, Words.value(words.next()));
                        }
                    }
                }
            }
            rows.endSample();
        }
    }
}
