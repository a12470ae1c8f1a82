package org.superpose.linear.vector;

import static org.superpose.linear.InteractionSums.MOST_TERMS;
import static org.superpose.linear.vector.Panels.FLOATS_PER_ROW;
import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.superpose.linear.InteractionSums;

/**
 * The body of {@link InteractionSums} that works on strips of rows i and stretches of columns j ≥ i. It computes a strip of W_ij = d_i·e_j and one of
 * W_ji = e_i·d_j in the same order, so that their difference needs no transposition. The entries of the first strip belong to the sums of the rows i,
 * which run along the lanes; those of the second belong to the sums of the rows j, which run down the columns.
 */
public final class VectorInteractionSums implements InteractionSums.Body {
    /** Read while this class is initialised, so that it cannot be created where the Vector API is missing. */
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

    /** The rows of a strip, which are the terms that its columns add up in float. */
    private static final int ROWS_PER_STRIP = MOST_TERMS;

    /** The most columns of a stretch: each lane of its rows adds up {@code MOST_TERMS} of them in float. */
    private static final int MOST_COLUMNS = MOST_TERMS * LANES;

    /** The floats of the panels of a matrix that are read again for every strip; those of both matrices fill a second cache of 1 MiB. */
    private static final int CACHED_FLOATS = 1 << 17;

    /**
     * This method uses no vectors. Its n m multiplications are few, and widening to double would need float vectors of a second size, which are kept
     * out of the program: where the profile has seen two sizes, code that is compiled afterwards, training steps included, leaves its vectors as
     * objects and is 40 times slower.
     */
    @Override
    public void linear(float[] values, int decoder, int encoder, int n, int m, double[] diagonal, double[] rows) {
        double[] total = new double[m];
        for (int row = encoder; row < encoder + n * m; row += m) {
            for (int k = 0; k < m; k++) {
                total[k] += values[row + k];
            }
        }
        int even = m / 2 * 2;
        for (int i = 0; i < n; i++) {
            int d = decoder + i * m;
            int e = encoder + i * m;
            double own0 = 0;
            double own1 = 0;
            double all0 = 0;
            double all1 = 0;
            for (int k = 0; k < even; k += 2) {
                double left0 = values[d + k];
                double left1 = values[d + k + 1];
                own0 += left0 * values[e + k];
                own1 += left1 * values[e + k + 1];
                all0 += left0 * total[k];
                all1 += left1 * total[k + 1];
            }
            for (int k = even; k < m; k++) {
                own0 += (double) values[d + k] * values[e + k];
                all0 += values[d + k] * total[k];
            }
            diagonal[i] = own0 + own1;
            rows[i] = all0 + all1;
        }
    }

    /** Compares the bits of absolute values, which are ordered as the values are. */
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
        /** W_ij of a strip. */
        private final float[] upper;

        /** W_ji of a strip, laid out as W_ij. */
        private final float[] lower;
        /** A vector of sums of each of four kinds. */
        private final float[] lanes = new float[4 * LANES];

        private double plus;
        private double minus;

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
            int fitting = Math.max(FLOATS_PER_ROW, CACHED_FLOATS / m / FLOATS_PER_ROW * FLOATS_PER_ROW);
            this.columns = Math.min(
                    Math.min(MOST_COLUMNS, fitting), (n + FLOATS_PER_ROW - 1) / FLOATS_PER_ROW * FLOATS_PER_ROW);
            boolean gram = decoder == encoder;
            this.encoderPanels = new float[Panels.size(columns, m)];
            this.decoderPanels = gram ? encoderPanels : new float[encoderPanels.length];
            this.upper = new float[ROWS_PER_STRIP * columns];
            this.lower = gram ? upper : new float[upper.length];
        }

        void run() {
            for (int j0 = 0; j0 < n; j0 += columns) {
                int used = Math.min(columns, n - j0);
                Panels.pack(values, encoder + j0 * m, used, m, scale, encoderPanels);
                if (decoder != encoder) {
                    Panels.pack(values, decoder + j0 * m, used, m, scale, decoderPanels);
                }
                for (int i0 = 0; i0 < j0 + used; i0 += ROWS_PER_STRIP) {
                    strip(
                            i0,
                            Math.min(ROWS_PER_STRIP, n - i0),
                            j0,
                            (used + FLOATS_PER_ROW - 1) / FLOATS_PER_ROW * FLOATS_PER_ROW);
                }
            }
            parts[0] += plus;
            parts[1] += minus;
        }

        private void strip(int i0, int rows, int j0, int width) {
            int first = Math.max(0, (i0 - j0) / Panels.HALF_ROW * Panels.HALF_ROW);
            for (int panel = first / FLOATS_PER_ROW * FLOATS_PER_ROW; panel < width; panel += FLOATS_PER_ROW) {
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
            double squareSum = 0;
            double cubeSum = 0;
            for (int l = 0; l < LANES; l++) {
                squareSum += lanes[l];
                cubeSum += lanes[LANES + l];
                plus += lanes[2 * LANES + l];
                minus += lanes[3 * LANES + l];
            }
            squares[i] += squareSum;
            cubes[i] += cubeSum;
        }

        /** Adds the columns [j, j + LANES) of the strip to the sums of the rows from {@code row} on. */
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
            for (int l = 0; l < Math.min(LANES, n - row); l++) {
                squares[row + l] += lanes[l];
                cubes[row + l] += lanes[LANES + l];
            }
        }
    }
}
