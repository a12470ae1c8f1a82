package org.superpose.scaling;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * The values of a statistic by size: for each of K distinct sizes, how many values there are, their mean, and the sum of their squared deviations from it. They are in
 * units of the power of two just below the largest, so that no square of theirs overflows or vanishes.
 *
 * @param unit of the values
 * @param size n_k, ascending, [K]
 * @param count s_k ≥ 1, [K]
 * @param mean ȳ_k, [K]
 * @param squares Σ_j (y_kj − ȳ_k)², [K]
 */
record Replicates(double unit, double[] size, int[] count, double[] mean, double[] squares) {
    /** Values that are not finite count for nothing. The order of the samples leaves no trace. */
    static Replicates of(int[] size, double[] value) {
        double largest = DoubleStream.of(value)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(1);
        double unit = largest == 0 ? 1 : Math.max(Double.MIN_NORMAL, Math.scalb(1.0, Math.getExponent(largest)));
        SortedMap<Integer, double[]> groups = new TreeMap<>();
        for (int k = 0; k < size.length; k++) {
            if (Double.isFinite(value[k]) && size[k] > 0) {
                groups.merge(size[k], new double[] {value[k] / unit}, Replicates::joined);
            }
        }
        double[][] values = groups.values().toArray(double[][]::new);
        Arrays.stream(values).forEach(Arrays::sort);
        double[] mean = Arrays.stream(values)
                .mapToDouble(group -> Arrays.stream(group).sum() / group.length)
                .toArray();
        double[] squares = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            for (double y : values[k]) {
                squares[k] += (y - mean[k]) * (y - mean[k]);
            }
        }
        return new Replicates(
                unit,
                groups.keySet().stream().mapToDouble(n -> n).toArray(),
                Arrays.stream(values).mapToInt(group -> group.length).toArray(),
                mean,
                squares);
    }

    private static double[] joined(double[] some, double[] more) {
        double[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    int sizes() {
        return size.length;
    }

    int values() {
        return Arrays.stream(count).sum();
    }

    /** Values beyond the first of each size. */
    int replicates() {
        return values() - sizes();
    }
}
