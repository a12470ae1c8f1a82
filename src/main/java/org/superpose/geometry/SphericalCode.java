package org.superpose.geometry;

import java.util.List;
import java.util.Map;

/**
 * How near unit vectors are to being spread as well as possible over the sphere S^{k−1}.
 *
 * <p>Optimal for every energy Σ_{i&lt;j} ‖ŵ_i − ŵ_j‖^{−s}, s > 0, are the regular k-gons, simplices, cross-polytopes and the icosahedron (Cohn and
 * Kumar 2007, universally optimal); on S² the least Thomson energies (s = 1) of other numbers are known numerically. An optimum that is not
 * known is null, never estimated.
 *
 * @param count N
 * @param dimension k
 * @param thomson Σ_{i&lt;j} 1/‖ŵ_i − ŵ_j‖, infinite if two vectors coincide
 * @param leastThomson the least there is, or null
 * @param angle the smallest angle between two vectors, radians
 * @param largestAngle the largest such angle there is (Tammes' problem), or null
 * @param coherence max_{i≠j} |ŵ_i·ŵ_j|
 * @param welch √((N − k)/(k(N − 1))), which the coherence of N ≥ k vectors in k dimensions is never below (Welch 1974);
 *     a summand's vectors may lean out of its k dimensions, and then be below
 */
public record SphericalCode(
        int count,
        int dimension,
        double thomson,
        Double leastThomson,
        double angle,
        Double largestAngle,
        double coherence,
        double welch) {
    /** The least Thomson energies on S² by the number of points (Wales and Ulker 2006). */
    private static final Map<Integer, Double> THOMSON = Map.of(
            5, 6.474691495, 7, 14.452977414, 8, 19.675287861, 9, 25.759986531, 10, 32.716949460, 11, 40.596450510);

    /** The largest smallest angles on S² in degrees, by the number of points (Sloane's tables of spherical codes). */
    private static final Map<Integer, Double> TAMMES =
            Map.of(7, 77.8695421, 8, 74.8584922, 9, 70.5287794, 10, 66.1468220, 11, 63.4349488, 12, 63.4349488);

    /**
     * The code that the directions of some vectors form.
     *
     * @param vectors N ≥ 2 rows, none of them 0
     * @param dimension k of their span, up to noise; at most N
     */
    public static SphericalCode of(double[][] vectors, int dimension) {
        Linear.check(vectors);
        int count = vectors.length;
        if (count < 2 || dimension < 1 || dimension > count) {
            throw new IllegalArgumentException("a spherical code needs at least two vectors, which span at most as many"
                    + " dimensions; there are " + count + " in " + dimension);
        }
        double[] cosines = Shape.cosines(vectors);
        double first = cosines[0];
        double last = cosines[cosines.length - 1];
        return new SphericalCode(
                count,
                dimension,
                energy(vectors, 1),
                leastEnergy(count, dimension, 1),
                Math.acos(Math.max(-1, Math.min(1, last))),
                largestAngle(count, dimension),
                Math.max(Math.abs(first), Math.abs(last)),
                Math.sqrt((double) (count - dimension) / (dimension * (count - 1.0))));
    }

    /** The excess of the Thomson energy over the least, relative to the least; null where that is not known. */
    public Double excess() {
        return leastThomson == null ? null : thomson / leastThomson - 1;
    }

    /** The smallest angle over the largest possible; null where that is not known. */
    public Double spread() {
        return largestAngle == null ? null : angle / largestAngle;
    }

    /** Riesz energy Σ_{i&lt;j} ‖ŵ_i − ŵ_j‖^{−s} of the directions of vectors. */
    public static double energy(double[][] vectors, double s) {
        return riesz(Linear.units(vectors), s);
    }

    /** The Riesz energy of vectors that have length one already. */
    static double riesz(double[][] units, double s) {
        double energy = 0;
        for (int i = 0; i < units.length; i++) {
            for (int j = 0; j < i; j++) {
                energy += Math.pow(Linear.distance(units[i], units[j]), -s);
            }
        }
        return energy;
    }

    /** The least Riesz energy of N unit vectors that span k dimensions, or null if it is not known. */
    public static Double leastEnergy(int count, int dimension, double s) {
        if (!(s > 0)) {
            throw new IllegalArgumentException("Riesz energies are taken for s > 0, not " + s);
        }
        List<String> universal = List.of("icosahedron", "octahedron", "cross-polytope");
        for (KnownCodes.Named code : KnownCodes.of(count, dimension)) {
            if (dimension == 2 || count == dimension + 1 || universal.contains(code.name())) {
                return riesz(code.vectors(), s);
            }
        }
        return dimension == 3 && s == 1 ? THOMSON.get(count) : null;
    }

    /** The largest smallest angle of N unit vectors that span k dimensions, or null if it is not known. */
    public static Double largestAngle(int count, int dimension) {
        if (count <= dimension + 1) {
            return Math.acos(-1.0 / (count - 1));
        }
        if (dimension == 2) {
            return 2 * Math.PI / count;
        }
        if (count <= 2 * dimension) {
            return Math.PI / 2;
        }
        Double degrees = dimension == 3 ? TAMMES.get(count) : null;
        return degrees == null ? null : (Double) Math.toRadians(degrees);
    }
}
