package org.superpose.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which distribution a model is trained on, apart from n and p. What a kind does not use is 0 or null.
 *
 * @param kind how the features depend on one another, or differ
 * @param size features in a set, at least 2; of kinds that have sets
 * @param marginal what p is; anticorrelated only
 * @param graph which features are neighbours; graph only
 * @param parameter the number that the kind calls {@link Kind#parameterName}
 */
public record DataSpec(Kind kind, int size, Marginal marginal, FeatureTree graph, double parameter)
        implements Serializable {
    private static final int PAIRS = 2;

    /** Joint distributions of the features, with u_i ~ U[0, 1] independent in all of them. */
    public enum Kind {
        /** x_i = c_i u_i, c_i ~ Bernoulli(p), all independent. */
        INDEPENDENT(false, null, 0),
        /** Consecutive sets, one Bernoulli(p) for all of a set (Elhage et al. 2022). */
        CORRELATED(true, null, 0),
        /** Consecutive sets, of which at most one member is active. */
        ANTICORRELATED(true, null, 0),
        /** Independent with p_i = min(1, c (i + 1)^−α) and the mean p. */
        POWERLAW(false, "exponent", 1),
        /** Neighbours in a tree have correlation ρ, features d edges apart ρ^d: a Markov random field. */
        GRAPH(false, "correlation", 0.5),
        /** Consecutive sets, in a sample on with probability θ, and then each member with p/θ; off, none is active. */
        TOPICS(true, "share", 0.5),
        /** Independent with p_i = min(1, c κ^{−b/(B−1)}) in block b of B consecutive ones, and the mean p. */
        BLOCKS(true, "contrast", 10);

        private final String label = name().toLowerCase(Locale.ROOT);
        private final boolean inSets;
        private final String parameterName;
        private final double standard;

        Kind(boolean inSets, String parameterName, double standard) {
            this.inSets = inSets;
            this.parameterName = parameterName;
            this.standard = standard;
        }

        /** The name used in sweep files and tables. */
        public String label() {
            return label;
        }

        /** The names of the kinds for which something holds. */
        public static List<String> labels(Predicate<Kind> holds) {
            return Arrays.stream(values()).filter(holds).map(Kind::label).toList();
        }

        /** Whether a distribution of this kind puts features into sets. */
        public boolean inSets() {
            return inSets;
        }

        /** Whether features are independent of one another. */
        public boolean separate() {
            return this == INDEPENDENT || this == POWERLAW || this == BLOCKS;
        }

        /** Whether every feature is as likely as every other. */
        public boolean alike() {
            return this != POWERLAW && this != BLOCKS;
        }

        /** The name of this kind's parameter in a sweep file; null if it has none. */
        public String parameterName() {
            return parameterName;
        }

        /** What its parameter may be: α in (0, 5], |ρ| at most 0.99999, θ in (0, 1], κ in (1, 2³⁰]. */
        private boolean allows(double parameter) {
            return switch (this) {
                case INDEPENDENT, CORRELATED, ANTICORRELATED -> parameter == 0;
                case POWERLAW -> parameter > 0 && parameter <= MOST_EXPONENT;
                case GRAPH -> Math.abs(parameter) <= MOST_CORRELATION;
                case TOPICS -> parameter > 0 && parameter <= 1;
                case BLOCKS -> parameter > 1 && parameter <= MOST_CONTRAST;
            };
        }
    }

    /** The largest exponent. With it, the rarest of 64 neighbouring features is still 2⁻³⁰ times as likely as the most frequent one. */
    public static final double MOST_EXPONENT = 5;

    /** The largest contrast. With it, the sparsest block is still 2⁻³⁰ times as dense as the densest one. */
    public static final double MOST_CONTRAST = 1 << 30;

    /** The most |ρ| of neighbours: the closer to 1, the fewer digits are left of the covariance's least eigenvalues. */
    public static final double MOST_CORRELATION = 0.99999;

    /** What p is where at most one of g features is active; both conventions are in use. */
    public enum Marginal {
        /** A set is on with probability p, each member is active with p/g (Elhage et al. 2022, for pairs p/2). */
        SHARED,
        /** Each member is active with probability p, so g p ≤ 1 (the ARENA course). */
        EACH;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The name used in sweep files. */
        public String label() {
            return label;
        }

        /** The probability that a set with the given number of members is on. */
        double odds(int members, double density) {
            return this == SHARED ? density : members * density;
        }
    }

    /**
     * Why data have no distribution.
     *
     * @param setting what is to blame: size, correlation or share
     * @param text to end the sentence "size …"
     */
    public record Obstacle(String setting, String text) {}

    public DataSpec {
        boolean valid = kind.inSets() == size > 1
                && size >= 0
                && (kind == Kind.ANTICORRELATED) == (marginal != null)
                && (kind == Kind.GRAPH) == (graph != null)
                && kind.allows(parameter);
        if (!valid || size == 1) {
            throw new IllegalArgumentException("no such data: " + kind.label() + ", size = " + size + ", marginal = "
                    + marginal + ", graph = " + graph + ", " + kind.parameterName() + " = " + parameter);
        }
    }

    /** Makes the specification of a kind that has no graph. */
    public DataSpec(Kind kind, int size, Marginal marginal, double parameter) {
        this(kind, size, marginal, null, parameter);
    }

    /** A kind with the defaults of what belongs to it: pairs, {@link Marginal#SHARED}, a path, α = 1, ρ = ½, θ = ½, κ = 10. */
    public DataSpec(Kind kind) {
        this(
                kind,
                kind.inSets() ? PAIRS : 0,
                kind == Kind.ANTICORRELATED ? Marginal.SHARED : null,
                kind == Kind.GRAPH ? FeatureTree.PATH : null,
                kind.standard);
    }

    /** The parameter, if it is called so; null if the kind has none, or another. */
    public Double parameterCalled(String name) {
        return name.equals(kind.parameterName()) ? parameter : null;
    }

    /** Tells why there is no such distribution over n features of density p; null if there is one. */
    public Obstacle obstacle(int n, double density) {
        if (size > n) {
            return new Obstacle(
                    "size", "must not exceed n; got size = " + size + " with n = " + n + ": lower size, or raise n");
        }
        if (kind == Kind.BLOCKS && size == n) {
            return new Obstacle(
                    "size",
                    "must be less than n, because one block has no contrast; got size = n = " + n + ": lower size");
        }
        if (marginal == Marginal.EACH && size * density > 1) {
            return new Obstacle(
                    "size",
                    "must be at most 1/p where each member of a set is active with probability p and no two are; got size = "
                            + size + " with p = " + density
                            + ": set data.marginal to shared, or lower size or density");
        }
        if (kind == Kind.TOPICS && parameter < density) {
            return new Obstacle(
                    "share",
                    "must be at least p, because features are active only where their topic is; got share = "
                            + parameter + " with p = " + density + ": raise share, or lower density");
        }
        double least = -Math.min(density / (1 - density), (1 - density) / density);
        if (kind == Kind.GRAPH && parameter < least) {
            return new Obstacle(
                    "correlation",
                    "must be at least -min(p/(1 - p), (1 - p)/p) = " + least + " for p = " + density
                            + ", where one of two neighbours is never, or always, active beside the other; got correlation = "
                            + parameter + ": raise correlation, or move density towards 0.5");
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
            case CORRELATED -> new SwitchedFeatures(sets(n), density, density);
            case TOPICS -> new SwitchedFeatures(sets(n), parameter, density);
            case ANTICORRELATED -> new AnticorrelatedFeatures(sets(n), marginal, density);
            case POWERLAW, BLOCKS -> new UnequalFeatures(probabilities(n, density));
            case GRAPH -> new TreeFeatures(n, graph, parameter, density);
        };
    }

    /**
     * Weighted batches of the same distribution, by the number of active sets of features: every batch has samples with one and with two, however seldom
     * they are.
     *
     * @param batch samples in a batch, at least 2
     * @param scale the weights, and so the loss of a batch, are divided by this
     * @throws IllegalArgumentException if there is an {@link #obstacle}, or an {@link #obstacleToStrata}
     */
    public FeatureDistribution stratified(int n, double density, int batch, double scale) {
        check(n, density);
        Obstacle obstacle = obstacleToStrata(n, density);
        if (obstacle != null) {
            throw new IllegalArgumentException(obstacle.setting() + " " + obstacle.text());
        }
        return new StratifiedFeatures(activeSets(n, density).orElseThrow(), batch, scale);
    }

    /** Tells why {@link #stratified} batches cannot be drawn; null if they can. */
    public Obstacle obstacleToStrata(int n, double density) {
        Optional<ActiveSets> sets = activeSets(n, density);
        if (sets.isEmpty()) {
            return new Obstacle("kind", "is " + kind.label() + ", whose features are in no independent sets");
        }
        double expected = sets.get().expected();
        if (expected <= StratifiedFeatures.MOST_ALLOWED) {
            return null;
        }
        return new Obstacle(
                "density",
                expected == Double.POSITIVE_INFINITY
                        ? "lets a feature be active always; strata need features that are not active sometimes"
                        : "lets " + expected + " sets of features be active in the mean; strata are for at most "
                                + StratifiedFeatures.MOST_ALLOWED);
    }

    /** Whether so few features are active that most plain samples would be wasted, and {@link #stratified} ones can be drawn instead. */
    public boolean suitsStrata(int n, double density) {
        return activeSets(n, density)
                .filter(sets -> sets.expected() <= StratifiedFeatures.MOST_EXPECTED)
                .isPresent();
    }

    /** The independent sets that the features are in; empty if they are in none. */
    private Optional<ActiveSets> activeSets(int n, double density) {
        return switch (kind) {
            case INDEPENDENT, POWERLAW, BLOCKS -> Optional.of(new ActiveSets.Single(probabilities(n, density)));
            case CORRELATED -> Optional.of(new ActiveSets.Switched(sets(n), density, density));
            case TOPICS -> Optional.of(new ActiveSets.Switched(sets(n), parameter, density));
            case ANTICORRELATED -> Optional.of(new ActiveSets.OneOf(sets(n), marginal, density));
            case GRAPH -> Optional.empty();
        };
    }

    /** The moments of {@link #distribution}, for the same arguments. */
    public FeatureMoments moments(int n, double density) {
        check(n, density);
        double[] probabilities = probabilities(n, density);
        return switch (kind) {
            case GRAPH -> new TreeMoments(n, graph, parameter, density);
            case INDEPENDENT, POWERLAW, BLOCKS -> new SetMoments(new FeatureSets(n, 1), probabilities, 1);
            case CORRELATED -> new SetMoments(sets(n), probabilities, density);
            case TOPICS -> new SetMoments(sets(n), probabilities, parameter);
            case ANTICORRELATED -> new SetMoments(sets(n), probabilities, 0);
        };
    }

    /** p_i. */
    private double[] probabilities(int n, double density) {
        if (kind == Kind.POWERLAW) {
            return UnequalFeatures.powerLaw(n, parameter, density);
        }
        if (kind == Kind.BLOCKS) {
            return UnequalFeatures.blocks(sets(n), parameter, density);
        }
        double[] probabilities = new double[n];
        Arrays.fill(probabilities, density);
        if (marginal == Marginal.SHARED) {
            FeatureSets sets = sets(n);
            for (int set = 0; set < sets.count(); set++) {
                Arrays.fill(probabilities, sets.start(set), sets.end(set), density / sets.members(set));
            }
        }
        return probabilities;
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
        return kind.alike() && kind != Kind.GRAPH && (!kind.inSets() || n % size == 0);
    }

    private FeatureSets sets(int n) {
        return new FeatureSets(n, size);
    }

    private void check(int n, double density) {
        if (n < 1 || !(density > 0 && density <= 1)) {
            throw new IllegalArgumentException("need n >= 1 and 0 < p <= 1; n = " + n + ", p = " + density);
        }
        Obstacle obstacle = obstacle(n, density);
        if (obstacle != null) {
            throw new IllegalArgumentException(obstacle.setting() + " " + obstacle.text());
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
