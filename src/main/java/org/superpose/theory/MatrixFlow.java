package org.superpose.theory;

import java.util.function.UnaryOperator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;

/** dX/dt = F(X) for a matrix X, integrated by Dormand and Prince's method of order 8(5,3). */
final class MatrixFlow implements FirstOrderDifferentialEquations {
    private static final double LEAST_STEP = 1e-14;
    private static final double TOLERANCE = 1e-12;

    private final UnaryOperator<RealMatrix> field;
    private final int rows;
    private final int columns;

    private MatrixFlow(UnaryOperator<RealMatrix> field, RealMatrix start) {
        this.field = field;
        this.rows = start.getRowDimension();
        this.columns = start.getColumnDimension();
    }

    /**
     * X at each time.
     *
     * @param start X(0), not modified
     * @param times ascending, not negative
     */
    static RealMatrix[] path(UnaryOperator<RealMatrix> field, RealMatrix start, double... times) {
        MatrixFlow flow = new MatrixFlow(field, start);
        RealMatrix[] path = new RealMatrix[times.length];
        double[] state = flat(start);
        double before = 0;
        for (int q = 0; q < times.length; q++) {
            if (!(times[q] >= before && times[q] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "times of a flow must ascend from 0; got " + times[q] + " after " + before);
            }
            if (times[q] > before) {
                new DormandPrince853Integrator(LEAST_STEP, times[q] - before, TOLERANCE, TOLERANCE)
                        .integrate(flow, before, state, times[q], state);
            }
            path[q] = flow.matrix(state);
            before = times[q];
        }
        return path;
    }

    @Override
    public int getDimension() {
        return rows * columns;
    }

    @Override
    public void computeDerivatives(double time, double[] state, double[] derivative) {
        double[] values = flat(field.apply(matrix(state)));
        System.arraycopy(values, 0, derivative, 0, values.length);
    }

    private RealMatrix matrix(double[] state) {
        RealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                matrix.setEntry(i, k, state[i * columns + k]);
            }
        }
        return matrix;
    }

    private static double[] flat(RealMatrix matrix) {
        int columns = matrix.getColumnDimension();
        double[] values = new double[matrix.getRowDimension() * columns];
        for (int i = 0; i < matrix.getRowDimension(); i++) {
            System.arraycopy(matrix.getRow(i), 0, values, i * columns, columns);
        }
        return values;
    }
}
