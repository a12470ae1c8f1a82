package org.superpose.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;

/** Models whose statistics are known. */
final class Models {
    private static final DataSpec INDEPENDENT = new DataSpec(DataSpec.Kind.INDEPENDENT);

    private Models() {}

    static ModelSpec relu(boolean tied) {
        return new ModelSpec(tied, Activation.IDENTITY, Activation.RELU, true);
    }

    static Measurement.Subject subject(Weights weights, double density) {
        return subject(weights, density, new Importance.Decay(1), "key");
    }

    static Measurement.Subject subject(Weights weights, double density, Importance importance, String key) {
        return new Measurement.Subject(weights, new Objective(INDEPENDENT, density, importance), key);
    }

    static Weights random(boolean tied, int n, int m, long seed) {
        return random(relu(tied), n, m, seed);
    }

    static Weights random(ModelSpec spec, int n, int m, long seed) {
        Layout layout = new Layout(spec, n, m);
        Random random = new Random(seed);
        float[] values = new float[layout.size()];
        for (int q = 0; q < values.length; q++) {
            values[q] = (float) (random.nextGaussian() / Math.sqrt(m));
        }
        return new Weights(layout, values);
    }

    /** A tied model without bias whose feature i has the direction {@code columns[i]}. */
    static Weights tied(double[][] columns) {
        Layout layout = new Layout(relu(true), columns.length, columns[0].length);
        float[] values = new float[layout.size()];
        for (int q = 0; q < layout.bias(); q++) {
            values[q] = (float) columns[q / layout.m()][q % layout.m()];
        }
        return new Weights(layout, values);
    }

    /** A tied model of a random Persian rug: w_i = rows R of column i of a Hadamard matrix, over √m; row 0 is left out. */
    static Weights rug(int n, int m, long seed) {
        Integer[] rows = new Integer[n - 1];
        Arrays.setAll(rows, q -> q + 1);
        List<Integer> shuffled = Arrays.asList(rows);
        java.util.Collections.shuffle(shuffled, new Random(seed));
        double[][] columns = new double[n][m];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < m; k++) {
                columns[i][k] = (1 - 2 * (Integer.bitCount(shuffled.get(k) & i) & 1)) / Math.sqrt(m);
            }
        }
        return tied(columns);
    }

    /** A trained model: tied, n = 64, m = 16, p = 0.045; Monte-Carlo loss of 10⁶ samples 0.003252 ± 0.0000055. */
    static Weights golden() throws IOException {
        float[][] matrix = read("/golden/tied_n64_m16_p0.045_W.csv");
        float[][] bias = read("/golden/tied_n64_m16_p0.045_b.csv");
        Layout layout = new Layout(relu(true), 64, 16);
        float[] values = new float[layout.size()];
        for (int i = 0; i < 64; i++) {
            System.arraycopy(matrix[i], 0, values, i * 16, 16);
            values[layout.bias() + i] = bias[i][0];
        }
        return new Weights(layout, values);
    }

    private static float[][] read(String resource) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Models.class.getResourceAsStream(resource)), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(line -> {
                        String[] cells = line.split(",", -1);
                        float[] row = new float[cells.length];
                        for (int q = 0; q < row.length; q++) {
                            row[q] = Float.parseFloat(cells[q]);
                        }
                        return row;
                    })
                    .toArray(float[][]::new);
        }
    }
}
