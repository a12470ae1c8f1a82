package org.superpose.model;

import java.io.Serializable;

/** The weights I_i > 0 of the features in the loss L = E[(1/n) Σ_i I_i (x_i − x̂_i)²]. */
public sealed interface Importance extends Serializable {
    /** Returns I_i of n features, i = 0 … n−1. Where importance depends on x, it returns the most that I_i(x) can be. */
    double of(int i, int n);

    /** Whether I_i = 1 for every i, the permutation-symmetric case. */
    boolean equal();

    /** The sets of features whose keys decide how much an error counts; null if importance does not depend on x. */
    default KeyedSets keys() {
        return null;
    }

    /** The importance without the condition, if there is one. */
    default Importance base() {
        return this;
    }

    /** All n weights. */
    default double[] weights(int n) {
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = of(i, n);
        }
        return weights;
    }

    /** I_i = δ^i, {@code 0 < δ ≤ 1}. */
    record Decay(double delta) implements Importance {
        public Decay {
            if (!(delta > 0 && delta <= 1)) {
                throw new IllegalArgumentException("importance decay must be in (0, 1]; got " + delta);
            }
        }

        @Override
        public double of(int i, int n) {
            return StrictMath.pow(delta, i);
        }

        @Override
        public boolean equal() {
            return delta == 1;
        }
    }

    /** Importance that depends on x: I_i(x) is what {@code base} gives where the key of feature i's set is active, and less where it is not. */
    record Conditional(Importance base, KeyedSets keys) implements Importance {
        public Conditional {
            if (base.keys() != null || keys == null) {
                throw new IllegalArgumentException("one condition on an unconditional importance; got " + base);
            }
        }

        @Override
        public double of(int i, int n) {
            return base.of(i, n);
        }

        @Override
        public boolean equal() {
            return false;
        }
    }

    /** I = (1, …, 1, ρ), ρ > 0: the relative importance of the last feature in phase diagrams. */
    record Last(double rho) implements Importance {
        public Last {
            if (!(rho > 0 && rho < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("importance of the last feature must be positive; got " + rho);
            }
        }

        @Override
        public double of(int i, int n) {
            return i == n - 1 ? rho : 1;
        }

        @Override
        public boolean equal() {
            return rho == 1;
        }
    }
}
