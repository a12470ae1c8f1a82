package org.superpose.measure;

/**
 * Mean and unbiased variance, in two passes.
 *
 * @param mean null of no values
 * @param variance null of fewer than two values
 */
record Moments(Double mean, Double variance) {
    static Moments of(double[] values) {
        int count = values.length;
        if (count == 0) {
            return new Moments(null, null);
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / count;
        double squares = 0;
        double rest = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
            rest += value - mean;
        }
        return new Moments(mean + rest / count, count < 2 ? null : (squares - rest * rest / count) / (count - 1));
    }
}
