package org.superpose.measure;

/** Running mean and sum of squared deviations (Welford 1962). */
final class Welford {
    private long count;
    private double mean;
    private double squares;

    void add(double value) {
        count++;
        double deviation = value - mean;
        mean += deviation / count;
        squares += deviation * (value - mean);
    }

    long count() {
        return count;
    }

    /** The mean; 0 where there are no values. */
    double mean() {
        return mean;
    }

    /** The unbiased variance; NaN where there are fewer than two values. */
    double variance() {
        return squares / (count - 1);
    }

    /** The standard error of the mean. */
    double standardError() {
        return Math.sqrt(squares / (count - 1) / count);
    }

    /** Adds {@code more} values that are all equal (Chan, Golub and LeVeque 1979). */
    Welford plus(long more, double value) {
        Welford sum = new Welford();
        sum.count = count + more;
        double deviation = value - mean;
        sum.mean = mean + deviation * more / sum.count;
        sum.squares = squares + deviation * deviation * count * more / sum.count;
        return sum;
    }
}
