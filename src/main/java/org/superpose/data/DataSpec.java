package org.superpose.data;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;

/**
 * Which distribution a model is trained on, apart from n and p.
 *
 * @param kind how the features depend on one another
 */
public record DataSpec(Kind kind) implements Serializable {
    /** Joint distributions of the features. */
    public enum Kind {
        /** x_i = c_i u_i, c_i ~ Bernoulli(p), u_i ~ U[0, 1], all independent. */
        INDEPENDENT;

        /** The name used in sweep files and tables. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The distribution over n features of density p. */
    public FeatureDistribution distribution(int n, double density) {
        return switch (kind) {
            case INDEPENDENT -> new IndependentFeatures(n, density);
        };
    }

    /**
     * The same distribution by the number of active features, where its odds are known and n p is so small that this is worth its while;
     * otherwise empty.
     */
    public Optional<Coactivations> coactivations(int n, double density) {
        return switch (kind) {
            case INDEPENDENT ->
                density < 1 && n * density <= Coactivations.MOST_EXPECTED
                        ? Optional.of(new Coactivations(n, density))
                        : Optional.empty();
        };
    }

    /**
     * The samples with first ≤ k ≤ last active features, where the distribution of k is known and all subsets of k are alike; otherwise empty.
     */
    public Optional<ActiveCount> activeCount(int n, double density, int first, int last) {
        return switch (kind) {
            case INDEPENDENT -> Optional.of(new ActiveCount(n, density, first, last));
        };
    }
}
