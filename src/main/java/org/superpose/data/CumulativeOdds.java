package org.superpose.data;

/** Odds of 0, 1, …, added up, and draws from them by the inverse of the distribution function. */
final class CumulativeOdds {
    private final double[] cumulative;

    /** @param odds that add up to 1 or so, not modified */
    CumulativeOdds(double[] odds) {
        this.cumulative = new double[odds.length];
        double sum = 0;
        for (int q = 0; q < odds.length; q++) {
            sum += odds[q];
            cumulative[q] = sum;
        }
    }

    /** The first q with U &lt; odds[0] + … + odds[q], or else the last; U from the upper 53 bits of a word. */
    int draw(long word) {
        double uniform = (word >>> 11) * 0x1p-53;
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (uniform < cumulative[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
