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

    /** 0 of no values. */
    double mean() {
        return mean;
    }

    /** Unbiased; NaN of fewer than two values. */
    double variance() {
        return squares / (count - 1);
    }

    /** Of the mean. */
    double standardError() {
        return Math.sqrt(squares / (count - 1) / count);
    }

    /** With {@code more} equal values (Chan, Golub and LeVeque 1979). */
    Welford plus(long more, double value) {
        Welford sum = new Welford();
        sum.count = count + more;
        double deviation = value - mean;
        sum.mean = mean + deviation * more / sum.count;
        sum.squares = squares + deviation * deviation * count * more / sum.count;
        return sum;
    }
}
