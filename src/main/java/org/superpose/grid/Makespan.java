package org.superpose.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * When the last slot is done. Free slots take the next load in order; when none is left, those that still run are helped by the cores of the others.
 * For example, two loads of 10 s and 20 s on two slots of one JVM end after some 15 s if the longer one can be shared, and after 20 s if not.
 */
final class Makespan {
    /** The share of a step that one core does alone, which includes waiting for others; by 1.8 times the speed on two cores. */
    private static final double NOT_SHARED = 0.1;

    private Makespan() {}

    /**
     * What a slot takes at a time.
     *
     * @param seconds on one core
     * @param shared of these, the seconds that further cores shorten
     */
    record Load(double seconds, double shared) {
        /** Seconds on {@code cores} cores, which may be a fraction where several loads share what is free. */
        double seconds(double cores) {
            return seconds - shared + shared * (NOT_SHARED + (1 - NOT_SHARED) / cores);
        }
    }

    /** A load that has been begun, with the part of it that is left. */
    private record Running(Load load, double left) {
        Running after(double seconds, double cores) {
            return new Running(load, left - seconds / load.seconds(cores));
        }
    }

    /** A load and when its slot will have done it alone. */
    private record Begun(Load load, double end) {}

    /**
     * Returns the seconds until the end.
     *
     * @param slots tasks at a time
     * @param cores the most that work on one load, those of a JVM
     */
    static double of(List<Load> loads, int slots, int cores) {
        PriorityQueue<Begun> busy = new PriorityQueue<>((a, b) -> Double.compare(a.end, b.end));
        double now = 0;
        for (Load load : loads) {
            if (busy.size() == slots) {
                now = busy.remove().end;
            }
            busy.add(new Begun(load, now + load.seconds));
        }
        double start = now;
        List<Running> running = new ArrayList<>();
        busy.forEach(begun -> {
            if (begun.end > start) {
                running.add(new Running(begun.load, (begun.end - start) / begun.load.seconds));
            }
        });
        return start + tail(running, slots, cores);
    }

    private static double tail(List<Running> running, int slots, int cores) {
        double now = 0;
        List<Running> left = running;
        while (!left.isEmpty()) {
            double each = Math.min(cores, (double) slots / left.size());
            double next = left.stream()
                    .mapToDouble(one -> one.left * one.load.seconds(each))
                    .min()
                    .orElseThrow();
            now += next;
            left = left.stream()
                    .filter(one -> one.left * one.load.seconds(each) > next)
                    .map(one -> one.after(next, each))
                    .toList();
        }
        return now;
    }
}
