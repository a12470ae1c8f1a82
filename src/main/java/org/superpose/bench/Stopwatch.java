package org.superpose.bench;

import java.util.Arrays;

/**
 * Times of repeated runs of one thing, in milliseconds.
 *
 * @param runs how many
 * @param median half of them took no longer
 * @param fastest the figure to compare on a busy machine
 */
public record Stopwatch(int runs, double median, double fastest) {
    private static final int MIN_RUNS = 3;

    /** Repeats for {@code seconds}, at least {@value #MIN_RUNS} times, after half as long to warm up. */
    public static Stopwatch time(Runnable run, double seconds) {
        repeat(run, seconds / 2);
        return of(repeat(run, seconds));
    }

    static Stopwatch of(double[] milliseconds) {
        double[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        return new Stopwatch(sorted.length, sorted[sorted.length / 2], sorted[0]);
    }

    private static double[] repeat(Runnable run, double seconds) {
        double[] times = new double[16];
        long begin = System.nanoTime();
        int count = 0;
        while (count < MIN_RUNS || System.nanoTime() - begin < seconds * 1e9) {
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            long start = System.nanoTime();
            run.run();
            times[count++] = (System.nanoTime() - start) * 1e-6;
        }
        return Arrays.copyOf(times, count);
    }
}
