package org.superpose.theory;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.superpose.model.Importance;

/**
 * What to do with one feature too many: the phase diagram of n sparse uniform features in m = n − 1 dimensions with importance (1, …, 1, ρ),
 * among tied models with ‖w_i‖ = 1 and b_i = 0 for what they represent and b_i = p/2 for what they drop (Elhage et al. 2022, "superposition
 * as a phase change"). With v = p/3 − p²/4 the losses, times n, are
 *
 * <pre>
 * ρ v          the last feature dropped         (1 + ρ) p²/6    the last and another as an antipodal pair
 * v            another feature dropped          p²/3            two others as an antipodal pair, for n ≥ 3
 * </pre>
 *
 * <p>Sharing a dimension is best where p &lt; 4c/(3c + 2s), c = min(1, ρ) and s = min(1 + ρ, 2), but s = 1 + ρ for n = 2: p &lt; 4/7 at ρ = 1.
 * Trained norms and biases move that: for n = 2, ρ = 1 pairs are best up to p ≈ 0.71. They also know arrangements that are not among these
 * four, such as the triangle of n = 3, m = 2.
 *
 * @param phase the best of the four
 * @param loss its loss, the mean over features
 * @param boundary the density below which it is best to share, at this ρ
 */
public record UnitPhase(Phase phase, double loss, double boundary) {
    /** What becomes of the feature too many; "other" is any but the last. */
    public enum Phase {
        /** The last feature is not represented. */
        LAST_DROPPED("last dropped"),
        /** Another feature is not represented. */
        OTHER_DROPPED("other dropped"),
        /** The last feature is one of an antipodal pair. */
        LAST_SHARES("last shares"),
        /** The last feature has a dimension of its own, two others share one. */
        OTHERS_SHARE("others share");

        private final String label;

        Phase(String label) {
            this.label = label;
        }

        /** The words for this phase in the tables. */
        public String label() {
            return label;
        }
    }

    /**
     * The phase of a point; empty unless m = n − 1 ≥ 1 and all features but the last are equally important.
     *
     * @param density p in (0, 1]
     */
    public static Optional<UnitPhase> of(int n, int m, double density, Importance importance) {
        if (m != n - 1 || m < 1) {
            return Optional.empty();
        }
        double[] weights = importance.weights(n);
        if (Arrays.stream(weights, 0, m).anyMatch(weight -> weight != 1)) {
            return Optional.empty();
        }
        double last = weights[m];
        Phase best = Arrays.stream(Phase.values())
                .min(Comparator.comparingDouble(phase -> loss(phase, n, density, last)))
                .orElseThrow();
        double dropped = Math.min(1, last);
        double shared = n == 2 ? 1 + last : Math.min(1 + last, 2);
        return Optional.of(new UnitPhase(best, loss(best, n, density, last), 4 * dropped / (3 * dropped + 2 * shared)));
    }

    private static double loss(Phase phase, int n, double density, double last) {
        double variance = ClosedForms.featureVariance(density);
        double pair = density * density / 6;
        double sum = switch (phase) {
            case LAST_DROPPED -> last * variance;
            case OTHER_DROPPED -> variance;
            case LAST_SHARES -> (1 + last) * pair;
            case OTHERS_SHARE -> n == 2 ? Double.POSITIVE_INFINITY : 2 * pair;
        };
        return sum / n;
    }
}
