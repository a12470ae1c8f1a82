package org.superpose.geometry;

import java.util.List;
import java.util.Locale;
import org.superpose.measure.Representation;

/**
 * How one feature is represented (Elhage et al. 2022; theory.md, section 5).
 *
 * @param i its number
 * @param norm ‖w_i‖
 * @param interference Σ_{j≠i} (ŵ_i·w_j)², 0 where w_i = 0
 * @param dimensionality D_i = ‖w_i‖²/Σ_j (ŵ_i·w_j)², 0 where w_i = 0
 * @param role what became of it
 * @param partners of a superposed feature, the represented features j with |ŵ_i·ŵ_j| > {@value #OVERLAP}, ascending; none where the
 *     interference comes from many small overlaps
 * @param antipode the feature nearest to −w_i, if both are represented, each is the other's and ŵ_i·ŵ_j &lt; {@value #OPPOSITE}; else null
 */
public record FeaturePlace(
        int i,
        double norm,
        double interference,
        double dimensionality,
        Role role,
        List<Integer> partners,
        Integer antipode) {
    /** A represented feature with a dimensionality above it has its dimension for itself. */
    public static final double DEDICATED = 0.9;
    /** Cosines above it, or below its negative, are overlaps of two features rather than noise. */
    public static final double OVERLAP = 0.2;
    /** Cosines below it are antipodal. */
    public static final double OPPOSITE = -0.9;

    /** What became of a feature in the model. */
    public enum Role {
        /** ‖w_i‖ ≤ {@value Representation#REPRESENTED}. */
        DROPPED,
        /** Represented, D_i > {@value FeaturePlace#DEDICATED}. */
        DEDICATED,
        /** Represented, sharing its dimensions with others. */
        SUPERPOSED;

        /** The name used in tables: the constant in lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Role of(double norm, double dimensionality) {
            if (norm <= Representation.REPRESENTED) {
                return DROPPED;
            }
            return dimensionality > FeaturePlace.DEDICATED ? DEDICATED : SUPERPOSED;
        }
    }

    /** Whether a feature with the vector w is represented. */
    static boolean represented(double[] w) {
        return Linear.norm(w) > Representation.REPRESENTED;
    }

    public FeaturePlace {
        partners = List.copyOf(partners);
    }
}
