package org.superpose.theory;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * The principal angles between two subspaces (Jordan 1875): with orthonormal bases Q_a and Q_b the cosines are the singular values of
 * Q_aᵀQ_b and the sines those of Q_b − Q_a Q_aᵀ Q_b. Each angle is taken from its own pair of both (Björck and Golub 1973), so that 1e-8 is
 * as exact as π/2; the cosine of 1e-8 is 1.
 */
public final class PrincipalAngles {
    private PrincipalAngles() {}

    /**
     * The angles in [0, π/2], ascending, as many as the smaller subspace has dimensions.
     *
     * @param a columns that span a subspace of Rⁿ, n × k, independent or not
     * @param b the same, n × l
     * @throws IllegalArgumentException if one of them spans nothing
     */
    public static double[] between(RealMatrix a, RealMatrix b) {
        RealMatrix larger = basis(a);
        RealMatrix smaller = basis(b);
        if (larger.getColumnDimension() < smaller.getColumnDimension()) {
            RealMatrix swapped = larger;
            larger = smaller;
            smaller = swapped;
        }
        RealMatrix inside = larger.transpose().multiply(smaller);
        RealMatrix outside = smaller.subtract(larger.multiply(inside));
        double[] cosines = new SingularValueDecomposition(inside).getSingularValues();
        double[] sines = new SingularValueDecomposition(outside).getSingularValues();
        int count = cosines.length;
        double[] angles = new double[count];
        for (int k = 0; k < count; k++) {
            angles[k] = Math.atan2(sines[count - 1 - k], cosines[k]);
        }
        return angles;
    }

    private static RealMatrix basis(RealMatrix columns) {
        double[][] rows = OrthonormalRows.of(columns.transpose().getData());
        if (rows.length == 0) {
            throw new IllegalArgumentException("zero vectors span no subspace to take an angle with");
        }
        return new Array2DRowRealMatrix(rows, false).transpose();
    }
}
