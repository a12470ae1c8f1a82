package org.superpose.data;

import java.util.Arrays;

/**
 * Many trials with the same odds q, each made 64 times at once. From q = {@value #FREQUENT} on they are {@link Trial}s. Below, the gaps between
 * successes are drawn, as in {@link IndependentFeatures}, so that the work is proportional to the successes.
 */
final class Trials {
    /** Measured: a gap takes as long as six bits of a {@link Trial}. */
    private static final double FREQUENT = 0.15;

    /** The gaps come from this lane of the page and those after it, which nothing else uses. */
    private static final int GAP_LANE = 2 * Threefry.LANES;

    private static final int FIRST_ROWS = 2;
    private static final int WORDS = 4;

    private final Trial trial;
    private final double inverseLog;
    private final Deviates deviates = Deviates.HERE;
    private final int[][] words = new int[WORDS][0];
    private final long[][] gaps = new long[WORDS][0];
    private RandomStream stream;
    private long page;
    private int row;
    private int rows;
    /** The gaps in use come from one of the four words of each position; this counts which. */
    private int word;

    private int used;
    private int available;
    /** The next success, in bits from the first of the next trial. */
    private long next;

    /** @param odds q in [0, 1] */
    Trials(double odds) {
        this.trial = odds > 0 && odds < FREQUENT ? null : new Trial(odds);
        this.inverseLog = trial == null ? 1 / StrictMath.log1p(-odds) : 0;
    }

    /** Starts again with the first trial of a page. */
    void restart(RandomStream newStream, long newPage) {
        if (trial == null) {
            stream = newStream;
            page = newPage;
            row = 0;
            rows = FIRST_ROWS / 2;
            word = WORDS - 1;
            used = 0;
            available = 0;
            next = gap();
        }
    }

    /** Writes the successes of the next {@code count} trials to {@code successes[from]} and after; {@code bits} supplies random bits where successes are not rare. */
    void draw(Words bits, long[] successes, int from, int count) {
        if (trial != null) {
            for (int t = from; t < from + count; t++) {
                successes[t] = trial.successes(-1, bits);
            }
            return;
        }
        Arrays.fill(successes, from, from + count, 0);
        long end = (long) count * Long.SIZE;
        long at = next;
        while (at < end) {
            successes[from + (int) (at / Long.SIZE)] |= 1L << at;
            at += 1 + gap();
        }
        next = at - end;
    }

    private long gap() {
        if (used == available) {
            advance();
        }
        return gaps[word][used++];
    }

    private void advance() {
        word++;
        used = 0;
        if (word == WORDS) {
            rows = Math.min(Threefry.MOST_ROWS, 2 * rows);
            available = Threefry.LANES * rows;
            drawGaps();
            row += rows;
            word = 0;
        }
    }

    private void drawGaps() {
        for (int j = 0; j < WORDS && gaps[j].length < available; j++) {
            words[j] = new int[available];
            gaps[j] = new long[available];
        }
        stream.fill(page, GAP_LANE, row, rows, words);
        for (int j = 0; j < WORDS; j++) {
            deviates.gaps(words[j], available, inverseLog, gaps[j]);
        }
    }
}
