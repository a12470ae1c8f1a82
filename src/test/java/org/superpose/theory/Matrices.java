package org.superpose.theory;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/** Small matrices for tests. */
final class Matrices {
    private Matrices() {}

    /** Entries uniform on [−1, 1]. */
    static RealMatrix random(int rows, int columns, long seed) {
        Random random = new Random(seed);
        RealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                matrix.setEntry(i, k, 2 * random.nextDouble() - 1);
            }
        }
        return matrix;
    }

    static RealMatrix identity(int n) {
        return MatrixUtils.createRealIdentityMatrix(n);
    }

    static double norm(RealMatrix matrix) {
        return matrix.getFrobeniusNorm();
    }
}
