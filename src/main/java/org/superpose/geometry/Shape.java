package org.superpose.geometry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a set of directions looks like: the known spherical code of as many vectors in as many dimensions whose sorted cosines ŵ_i·ŵ_j, i &lt; j,
 * are nearest in the largest difference. Sorted cosines do not change under rotations and relabelling. Lengths do not matter.
 *
 * <p>Known are: dedicated (one vector), digon, the k-gons, tetrahedron, simplex, square antiprism (of least Thomson energy), cube, icosahedron,
 * and those that are direct sums and so appear only if a whole set is asked for: square, octahedron, cross-polytope, bipyramids.
 *
 * @param name the code's, or {@value #UNKNOWN} if none is nearer than {@value #TOLERANCE}
 * @param deviation the largest difference to the nearest known code's sorted cosines, null if none has these numbers
 */
public record Shape(String name, Double deviation) {
    /** A set with a larger deviation is not called by the code's name. */
    public static final double TOLERANCE = 0.15;

    public static final String UNKNOWN = "unknown";
    public static final String DEDICATED = "dedicated";
    /** Larger sets have no known code here. */
    private static final int MOST = 64;

    /**
     * The shape of vectors that are not zero.
     *
     * @param dimension of their span, up to noise
     */
    static Shape of(double[][] vectors, int dimension) {
        if (vectors.length == 1) {
            return new Shape(DEDICATED, 0.0);
        }
        if (vectors.length > MOST) {
            return new Shape(UNKNOWN, null);
        }
        double[] cosines = cosines(vectors);
        Map<String, Double> deviations = new HashMap<>();
        for (KnownCodes.Named code : KnownCodes.of(vectors.length, dimension)) {
            deviations.put(code.name(), deviation(cosines, cosines(code.vectors())));
        }
        return deviations.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .map(nearest ->
                        new Shape(nearest.getValue() <= TOLERANCE ? nearest.getKey() : UNKNOWN, nearest.getValue()))
                .orElse(new Shape(UNKNOWN, null));
    }

    /** ŵ_i·ŵ_j of all pairs i &lt; j, ascending. */
    static double[] cosines(double[][] vectors) {
        double[][] units = Linear.units(vectors);
        double[] cosines = new double[units.length * (units.length - 1) / 2];
        int pair = 0;
        for (int i = 0; i < units.length; i++) {
            for (int j = 0; j < i; j++) {
                cosines[pair++] = Linear.dot(units[i], units[j]);
            }
        }
        Arrays.sort(cosines);
        return cosines;
    }

    private static double deviation(double[] a, double[] b) {
        double most = 0;
        for (int pair = 0; pair < a.length; pair++) {
            most = Math.max(most, Math.abs(a[pair] - b[pair]));
        }
        return most;
    }
}
