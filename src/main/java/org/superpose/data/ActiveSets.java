package org.superpose.data;

/**
 * Data that consist of independent sets of features, for example pairs that are active together: for each set the probability that any of its
 * features is active, and draws of its features given that.
 */
abstract class ActiveSets {
    final FeatureSets sets;

    ActiveSets(FeatureSets sets) {
        this.sets = sets;
    }

    /** q_t, the probability that a feature of set t is active. */
    abstract double probability(int set);

    /**
     * Appends the active features of a set that has some, in ascending order.
     *
     * @param value a number ~ U[0, 1), for a first feature
     * @param words what else is needed comes from here
     * @param at where the first entry goes; the batch has room for the whole set
     * @return where the next entry goes
     */
    abstract int write(int set, float value, Words words, SparseBatch batch, int at);

    /** E = Σ_t q_t, how many sets are active in the mean; infinite if one always is. */
    final double expected() {
        double expected = 0;
        for (int set = 0; set < sets.count(); set++) {
            double probability = probability(set);
            expected += probability == 1 ? Double.POSITIVE_INFINITY : probability;
        }
        return expected;
    }

    final double[] probabilities() {
        double[] probabilities = new double[sets.count()];
        for (int set = 0; set < probabilities.length; set++) {
            probabilities[set] = probability(set);
        }
        return probabilities;
    }

    private static int append(SparseBatch batch, int at, int feature, float value) {
        batch.index()[at] = feature;
        batch.value()[at] = value;
        return at + 1;
    }

    /** Sets of one feature, active with probability p_i. */
    static final class Single extends ActiveSets {
        private final double[] probabilities;

        Single(double[] probabilities) {
            super(new FeatureSets(probabilities.length, 1));
            this.probabilities = probabilities;
        }

        @Override
        double probability(int set) {
            return probabilities[set];
        }

        @Override
        int write(int set, float value, Words words, SparseBatch batch, int at) {
            return append(batch, at, set, value);
        }
    }

    /** Sets of which one member, chosen uniformly, is active. */
    static final class OneOf extends ActiveSets {
        private final DataSpec.Marginal marginal;
        private final double density;

        OneOf(FeatureSets sets, DataSpec.Marginal marginal, double density) {
            super(sets);
            this.marginal = marginal;
            this.density = density;
        }

        @Override
        double probability(int set) {
            return marginal.odds(sets.members(set), density);
        }

        @Override
        int write(int set, float value, Words words, SparseBatch batch, int at) {
            int member = (int) (((words.next() >>> 32) * sets.members(set)) >>> 32);
            return append(batch, at, sets.start(set) + member, value);
        }
    }

    /**
     * Sets with a switch: it is on with probability θ, and then each member is active with probability s = p/θ. The first active member is the
     * j-th with probability (1 − s)^j s / (1 − (1 − s)^g), given that there is one; those after it are active as always.
     */
    static final class Switched extends ActiveSets {
        private final double share;
        private final double member;
        private final double logMissing;
        /** Which member is the first active one, at the size of a set. */
        private final CumulativeOdds[] first;

        /** @param share θ in [p, 1] */
        Switched(FeatureSets sets, double share, double density) {
            super(sets);
            this.share = share;
            this.member = Math.min(1, density / share);
            this.logMissing = StrictMath.log1p(-member);
            this.first = new CumulativeOdds[sets.members(0) + 1];
            for (int set = 0; set < sets.count(); set++) {
                int size = sets.members(set);
                first[size] = first[size] == null ? first(size) : first[size];
            }
        }

        /** P(j) = s (1 − s)^j/(1 − (1 − s)^g). */
        private CumulativeOdds first(int size) {
            double[] odds = new double[size];
            for (int j = 0; j < size; j++) {
                odds[j] = member * StrictMath.pow(1 - member, j) / some(size);
            }
            return new CumulativeOdds(odds);
        }

        /** 1 − (1 − s)^g. */
        private double some(int size) {
            return member == 1 ? 1 : -StrictMath.expm1(size * logMissing);
        }

        @Override
        double probability(int set) {
            return share * some(sets.members(set));
        }

        @Override
        int write(int set, float value, Words words, SparseBatch batch, int at) {
            int least = sets.start(set) + (member == 1 ? 0 : first[sets.members(set)].draw(words.next()));
            int next = append(batch, at, least, value);
            for (int i = least + 1; i < sets.end(set); i++) {
                if (member == 1 || words.uniform() < member) {
                    next = append(batch, next, i, UniformSubset.value(words.next()));
                }
            }
            return next;
        }
    }
}
