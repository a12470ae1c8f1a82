package org.superpose.data;

/**
 * At most one feature of a set is active: the set is on with some odds, one of its members is chosen uniformly, with x_i ~ U[0, 1).
 * Which odds is what {@link DataSpec.Marginal} says. Samples are drawn one after another, so one does not depend on how many follow.
 */
final class AnticorrelatedFeatures implements FeatureDistribution {
    private final FeatureSets sets;
    private final Trials trials;

    AnticorrelatedFeatures(FeatureSets sets, DataSpec.Marginal marginal, double density) {
        double[] odds = new double[sets.count()];
        for (int set = 0; set < odds.length; set++) {
            odds[set] = marginal.odds(sets.members(set), density);
        }
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
                        long word = words.next();
                        int member = (int) (((word >>> 24) * sets.members(set)) >>> 40);
                        rows.add(sets.start(set) + member, Words.value(word));
                    }
                }
            }
            rows.endSample();
        }
    }
}
