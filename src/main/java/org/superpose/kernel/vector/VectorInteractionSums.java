package org.superpose.kernel.vector;

import static org.superpose.kernel.InteractionSums.MOST_TERMS;
import static org.superpose.kernel.vector.Panels.PANEL;
import static org.superpose.kernel.vector.Products.LANES;
import static org.superpose.kernel.vector.Products.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.superpose.kernel.InteractionSums;

/**
 * {@link InteractionSums} by strips of rows i × blocks of columns j ≥ i: a strip of W_ij = d_i·e_j and one of W_ji = e_i·d_j, in the same
 * order, so that their difference needs no transposition. The first strip's entries belong to the sums of the rows i, along the lanes; the
 * second's to those of the rows j, down the columns.
 */
public final class VectorInteractionSums implements InteractionSums.Body {
    /** Read while this class is initialised, so that it cannot be created where the Vector API is missing. */
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));

    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final VectorSpecies<Double> DOUBLES = SPECIES.withLanes(double.class);
    private static final int DOUBLE_LANES = LANES / 2;

    /** Rows of a strip: the terms that its columns add in float. */
    private static final int ROWS = MOST_TERMS;

    /** Columns of a block: its rows add this many in float, one lane. */
    private static final int MOST_COLUMNS = MOST_TERMS * LANES;

    /** Floats of the panels of both matrices that are read again for every strip: half of a second cache of 1 MiB or more. */
    private static final int PANEL_FLOATS = 1 << 17;

    @Override
    public void linear(float[] values, int decoder, int encoder, int n, int m, double[] diagonal, double[] rows) {
        double[] total = columnSums(values, encoder, n, m);
        double[] lanes = new double[DOUBLE_LANES];
        int whole = m / DOUBLE_LANES * DOUBLE_LANES;
        for (int i = 0; i < n; i++) {
            int d = decoder + i * m;
            int e = encoder + i * m;
            DoubleVector own = DoubleVector.zero(DOUBLES);
            DoubleVector all = own;
            for (int k = 0; k < whole; k += DOUBLE_LANES) {
                DoubleVector left = widened(values, d + k);
                own = left.fma(widened(values, e + k), own);
                all = left.fma(DoubleVector.fromArray(DOUBLES, total, k), all);
            }
            diagonal[i] = sum(own, lanes);
            rows[i] = sum(all, lanes);
            for (int k = whole; k < m; k++) {
                diagonal[i] += (double) values[d + k] * values[e + k];
                rows[i] += values[d + k] * total[k];
            }
        }
    }

    private static double[] columnSums(float[] values, int from, int n, int m) {
        double[] total = new double[m];
        int whole = m / DOUBLE_LANES * DOUBLE_LANES;
        for (int row = from; row < from + n * m; row += m) {
            for (int k = 0; k < whole; k += DOUBLE_LANES) {
                DoubleVector.fromArray(DOUBLES, total, k)
                        .add(widened(values, row + k))
                        .intoArray(total, k);
            }
            for (int k = whole; k < m; k++) {
                total[k] += values[row + k];
            }
        }
        return total;
    }

    /** Absolute values are ordered as their bits are. */
    @Override
    public float largest(float[] values, int from, int count) {
        IntVector most = IntVector.zero(INTS);
        int whole = count / LANES * LANES;
        for (int q = from; q < from + whole; q += LANES) {
            most = most.max(FloatVector.fromArray(SPECIES, values, q).abs().reinterpretAsInts());
        }
        int largest = most.reduceLanes(VectorOperators.MAX);
        for (int q = from + whole; q < from + count; q++) {
            largest = Math.max(largest, Float.floatToRawIntBits(Math.abs(values[q])));
        }
        return Float.intBitsToFloat(largest);
    }

    private static DoubleVector widened(float[] values, int from) {
        return (DoubleVector) FloatVector.fromArray(HALF, values, from).castShape(DOUBLES, 0);
    }

    private static double sum(DoubleVector vector, double[] lanes) {
        vector.intoArray(lanes, 0);
        return sum(lanes, 0);
    }

    /** In ascending order, which {@code reduceLanes} leaves open. */
    private static double sum(double[] values, int from) {
        double sum = 0;
        for (int l = 0; l < DOUBLE_LANES; l++) {
            sum += values[from + l];
        }
        return sum;
    }

    @Override
    public void add(
            float[] values,
            int decoder,
            int encoder,
            int n,
            int m,
            float scale,
            double[] squares,
            double[] cubes,
            double[] parts) {
        new Scan(values, decoder, encoder, n, m, scale, squares, cubes, parts).run();
    }

    private static final class Scan {
        private final float[] values;
        private final int decoder;
        private final int encoder;
        private final int n;
        private final int m;
        private final float scale;
        private final double[] squares;
        private final double[] cubes;
        private final double[] parts;
        private final int columns;
        private final float[] encoderPanels;
        private final float[] decoderPanels;
        /** W_ij of a strip, then W_ji. */
        private final float[] upper;

        private final float[] lower;
        /** Sums of four kinds, a float lane each. */
        private final float[] lanes = new float[4 * LANES];
        /** Of the rows, DOUBLE_LANES each. */
        private final double[] rowSquares;

        private final double[] rowCubes;
        private final double[] plus = new double[DOUBLE_LANES];
        private final double[] minus = new double[DOUBLE_LANES];

        Scan(
                float[] values,
                int decoder,
                int encoder,
                int n,
                int m,
                float scale,
                double[] squares,
                double[] cubes,
                double[] parts) {
            this.values = values;
            this.decoder = decoder;
            this.encoder = encoder;
            this.n = n;
            this.m = m;
            this.scale = scale;
            this.squares = squares;
            this.cubes = cubes;
            this.parts = parts;
            int fitting = Math.max(PANEL, PANEL_FLOATS / m / PANEL * PANEL);
            this.columns = Math.min(Math.min(MOST_COLUMNS, fitting), (n + PANEL - 1) / PANEL * PANEL);
            boolean gram = decoder == encoder;
            this.encoderPanels = new float[Panels.size(columns, m)];
            this.decoderPanels = gram ? encoderPanels : new float[encoderPanels.length];
            this.upper = new float[ROWS * columns];
            this.lower = gram ? upper : new float[upper.length];
            this.rowSquares = new double[n * DOUBLE_LANES];
            this.rowCubes = new double[n * DOUBLE_LANES];
        }

        void run() {
            for (int j0 = 0; j0 < n; j0 += columns) {
                int used = Math.min(columns, n - j0);
                Panels.pack(values, encoder + j0 * m, used, m, scale, encoderPanels);
                if (decoder != encoder) {
                    Panels.pack(values, decoder + j0 * m, used, m, scale, decoderPanels);
                }
                for (int i0 = 0; i0 < j0 + used; i0 += ROWS) {
                    strip(i0, Math.min(ROWS, n - i0), j0, (used + PANEL - 1) / PANEL * PANEL);
                }
            }
            for (int i = 0; i < n; i++) {
                squares[i] += sum(rowSquares, i * DOUBLE_LANES);
                cubes[i] += sum(rowCubes, i * DOUBLE_LANES);
            }
            parts[0] += sum(plus, 0);
            parts[1] += sum(minus, 0);
        }

        private void strip(int i0, int rows, int j0, int width) {
            int first = Math.max(0, (i0 - j0) / Panels.HALF * Panels.HALF);
            for (int panel = first / PANEL * PANEL; panel < width; panel += PANEL) {
                int from = Math.max(0, first - panel);
                Panels.multiply(
                        rows, from, m, values, decoder + i0 * m, encoderPanels, panel * m, upper, panel, columns);
                if (decoder != encoder) {
                    Panels.multiply(
                            rows, from, m, values, encoder + i0 * m, decoderPanels, panel * m, lower, panel, columns);
                }
            }
            for (int r = 0; r < rows; r++) {
                int clear = i0 + r + 1 - j0;
                for (int j = first; j < Math.min(clear, width); j++) {
                    upper[r * columns + j] = 0;
                    lower[r * columns + j] = 0;
                }
                addRow(r * columns + first, width - first, i0 + r);
            }
            for (int j = first; j < width && j0 + j < n; j += LANES) {
                addColumns(rows, j, j0 + j);
            }
        }

        private void addRow(int from, int length, int i) {
            FloatVector square = FloatVector.zero(SPECIES);
            FloatVector cube = square;
            FloatVector sum = square;
            FloatVector difference = square;
            for (int q = from; q < from + length; q += LANES) {
                FloatVector w = FloatVector.fromArray(SPECIES, upper, q);
                FloatVector transposed = FloatVector.fromArray(SPECIES, lower, q);
                FloatVector w2 = w.mul(w);
                square = square.add(w2);
                cube = w.abs().fma(w2, cube);
                FloatVector s = w.add(transposed);
                FloatVector d = w.sub(transposed);
                sum = s.fma(s, sum);
                difference = d.fma(d, difference);
            }
            square.intoArray(lanes, 0);
            cube.intoArray(lanes, LANES);
            sum.intoArray(lanes, 2 * LANES);
            difference.intoArray(lanes, 3 * LANES);
            fold(0, rowSquares, i * DOUBLE_LANES);
            fold(LANES, rowCubes, i * DOUBLE_LANES);
            fold(2 * LANES, plus, 0);
            fold(3 * LANES, minus, 0);
        }

        /** Adds float lanes l and l + LANES/2 to the double lane l. */
        private void fold(int from, double[] to, int offset) {
            DoubleVector.fromArray(DOUBLES, to, offset)
                    .add(widened(lanes, from).add(widened(lanes, from + DOUBLE_LANES)))
                    .intoArray(to, offset);
        }

        /** The columns [j, j + LANES) of the strip, to the rows from {@code row} on. */
        private void addColumns(int rows, int j, int row) {
            FloatVector square = FloatVector.zero(SPECIES);
            FloatVector cube = square;
            for (int r = 0; r < rows; r++) {
                FloatVector w = FloatVector.fromArray(SPECIES, lower, r * columns + j);
                FloatVector w2 = w.mul(w);
                square = square.add(w2);
                cube = w.abs().fma(w2, cube);
            }
            square.intoArray(lanes, 0);
            cube.intoArray(lanes, LANES);
            if (row + LANES <= n) {
                addWidened(0, squares, row);
                addWidened(DOUBLE_LANES, squares, row + DOUBLE_LANES);
                addWidened(LANES, cubes, row);
                addWidened(LANES + DOUBLE_LANES, cubes, row + DOUBLE_LANES);
                return;
            }
            for (int l = 0; row + l < n; l++) {
                squares[row + l] += lanes[l];
                cubes[row + l] += lanes[LANES + l];
            }
        }

        private void addWidened(int from, double[] to, int offset) {
            DoubleVector.fromArray(DOUBLES, to, offset)
                    .add(widened(lanes, from))
                    .intoArray(to, offset);
        }
    }
}
