package org.superpose.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which distribution a model is trained on, apart from n and p. What a kind does not use is 0 or null.
 *
 * @param kind how the features depend on one another, or differ
 * @param size features in a set, at least 2; correlated and anticorrelated only
 * @param marginal what p is; anticorrelated only
 * @param exponent α in (0, {@value #MOST_EXPONENT}]; powerlaw only
 */
public record DataSpec(Kind kind, int size, Marginal marginal, double exponent) implements Serializable {
    /** Of the most and the least likely of 64 features next to one another no more than 2⁻³⁰ is left. */
    public static final double MOST_EXPONENT = 5;

    private static final int PAIRS = 2;

    /** Joint distributions of the features, with u_i ~ U[0, 1] independent in all of them. */
    public enum Kind {
        /** x_i = c_i u_i, c_i ~ Bernoulli(p), all independent. */
        INDEPENDENT,
        /** Consecutive sets, one Bernoulli(p) for all of a set (Elhage et al. 2022). */
        CORRELATED,
        /** Consecutive sets, of which at most one member is active. */
        ANTICORRELATED,
        /** Independent with p_i = min(1, c (i + 1)^−α), c such that the mean is p. */
        POWERLAW;

        /** The name used in sweep files and tables. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it has sets. */
        public boolean inSets() {
            return this == CORRELATED || this == ANTICORRELATED;
        }
    }

    /** What p is where at most one of g features is active; both conventions are in use. */
    public enum Marginal {
        /** A set is on with probability p, each member is active with p/g (Elhage et al. 2022, for pairs p/2). */
        SHARED,
        /** Each member is active with probability p, so g p ≤ 1 (the ARENA course). */
        EACH;

        /** The name used in sweep files. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The probability that a set of so many members is on. */
        double odds(int members, double density) {
            return this == SHARED ? density : members * density;
        }
    }

    public DataSpec {
        boolean valid = kind.inSets() == size > 1
                && size >= 0
                && (kind == Kind.ANTICORRELATED) == (marginal != null)
                && (kind == Kind.POWERLAW ? exponent > 0 && exponent <= MOST_EXPONENT : exponent == 0);
        if (!valid || size == 1) {
            throw new IllegalArgumentException("no such data: " + kind.label() + ", size = " + size + ", marginal = "
                    + marginal + ", exponent = " + exponent);
        }
    }

    /** A kind with the defaults of what belongs to it: pairs, {@link Marginal#SHARED}, α = 1. */
    public DataSpec(Kind kind) {
        this(
                kind,
                kind.inSets() ? PAIRS : 0,
                kind == Kind.ANTICORRELATED ? Marginal.SHARED : null,
                kind == Kind.POWERLAW ? 1 : 0);
    }

    /**
     * Why it has no distribution over n features of density p, to end the sentence "size …"; null if it has.
     */
    public String obstacle(int n, double density) {
        if (size > n) {
            return "must not exceed n; got size = " + size + " with n = " + n;
        }
        if (marginal == Marginal.EACH && size * density > 1) {
            return "must be at most 1/p where each member of a set is active with probability p and no two are; got size = "
                    + size + " with p = " + density + ": set data.marginal to shared, or lower size or density";
        }
        return null;
    }

    /**
     * The distribution over n features of density p.
     *
     * @throws IllegalArgumentException if there is an {@link #obstacle}
     */
    public FeatureDistribution distribution(int n, double density) {
        check(n, density);
        return switch (kind) {
            case INDEPENDENT -> new IndependentFeatures(n, density);
            case CORRELATED -> new CorrelatedFeatures(sets(n), density);
            case ANTICORRELATED -> new AnticorrelatedFeatures(sets(n), marginal, density);
            case POWERLAW -> new PowerLawFeatures(n, exponent, density);
        };
    }

    /** Its moments; same arguments. */
    public FeatureMoments moments(int n, double density) {
        check(n, density);
        if (kind == Kind.POWERLAW) {
            return new FeatureMoments(sets(n), PowerLawFeatures.probabilities(n, exponent, density), 0);
        }
        FeatureSets sets = sets(n);
        double[] probabilities = new double[n];
        Arrays.fill(probabilities, density);
        if (marginal == Marginal.SHARED) {
            for (int set = 0; set < sets.count(); set++) {
                Arrays.fill(probabilities, sets.start(set), sets.end(set), density / sets.members(set));
            }
        }
        return new FeatureMoments(sets, probabilities, kind == Kind.CORRELATED ? density : 0);
    }

    /** The mean over the features of P(x_i &gt; 0). */
    public double meanProbability(int n, double density) {
        return marginal == Marginal.SHARED ? density * sets(n).count() / n : density;
    }

    /** P(x ≠ 0). */
    public double anyActive(int n, double density) {
        return kind == Kind.INDEPENDENT
                ? -Math.expm1(n * Math.log1p(-density))
                : moments(n, density).anyActive();
    }

    /** Whether k copies of a model of n features, side by side, see the data that one of n does, for every k. */
    public boolean tiles(int n) {
        return kind != Kind.POWERLAW && (!kind.inSets() || n % size == 0);
    }

    private FeatureSets sets(int n) {
        return new FeatureSets(n, kind.inSets() ? size : 1);
    }

    private void check(int n, double density) {
        if (n < 1 || !(density > 0 && density <= 1)) {
            throw new IllegalArgumentException("need n >= 1 and 0 < p <= 1; n = " + n + ", p = " + density);
        }
        String obstacle = obstacle(n, density);
        if (obstacle != null) {
            throw new IllegalArgumentException("size " + obstacle);
        }
    }

    /**
     * The same distribution by the number of active features, where its odds are known and n p is so small that this is worth its while;
     * otherwise empty.
     */
    public Optional<Coactivations> coactivations(int n, double density) {
        return kind == Kind.INDEPENDENT && density < 1 && n * density <= Coactivations.MOST_EXPECTED
                ? Optional.of(new Coactivations(n, density))
                : Optional.empty();
    }

    /**
     * The samples with first ≤ k ≤ last active features, where the distribution of k is known and all subsets of k are alike; otherwise empty.
     */
    public Optional<ActiveCount> activeCount(int n, double density, int first, int last) {
        return kind == Kind.INDEPENDENT ? Optional.of(new ActiveCount(n, density, first, last)) : Optional.empty();
    }
}
