package org.superpose.data;

import java.util.Arrays;

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

    /** Whether each set is one feature, with the number of its set. */
    boolean singles() {
        return false;
    }

    /** E = Σ_t q_t, how many sets are active in the mean; infinite if one always is. */
    final double expected() {
        double expected = 0;
        for (double probability : probabilities()) {
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
        boolean singles() {
            return true;
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
        /** 1 − (1 − s)^{j+1} at j: the probability that one of the first j + 1 members is active, with the switch on. */
        private final double[] some;

        /** @param share θ in [p, 1] */
        Switched(FeatureSets sets, double share, double density) {
            super(sets);
            this.share = share;
            this.member = Math.min(1, density / share);
            this.logMissing = StrictMath.log1p(-member);
            this.some = new double[sets.members(0)];
            Arrays.setAll(some, j -> member == 1 ? 1 : -StrictMath.expm1((j + 1) * logMissing));
        }

        @Override
        double probability(int set) {
            return share * some[sets.members(set) - 1];
        }

        @Override
        int write(int set, float value, Words words, SparseBatch batch, int at) {
            int first = sets.start(set) + first(set, words);
            int next = append(batch, at, first, value);
            for (int i = first + 1; i < sets.end(set); i++) {
                if (member == 1 || words.uniform() < member) {
                    next = append(batch, next, i, UniformSubset.value(words.next()));
                }
            }
            return next;
        }

        /** The first active member by the inverse of its distribution function, over that of the last. */
        private int first(int set, Words words) {
            if (member == 1) {
                return 0;
            }
            int last = sets.members(set) - 1;
            double bound = words.uniform() * some[last];
            int low = 0;
            int high = last;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (some[middle] > bound) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }
}
