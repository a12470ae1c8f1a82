package org.superpose.data;

/**
 * A trial with odds q made 64 times at once, in the bits of a word. Each bit compares a uniform number U, of which every random word is one
 * binary digit, with the digits of q, until they differ: of the bits still open each word decides half, so that 64 take about eight words
 * whatever q is. q counts to 2⁻⁶³, the rest is cut off.
 */
final class Trial {
    private final boolean certain;
    /** The odds q as the whole number q·2⁶⁴, which is even. */
    private final long digits;

    /** @param odds q in [0, 1] */
    Trial(double odds) {
        if (!(odds >= 0 && odds <= 1)) {
            throw new IllegalArgumentException("odds are in [0, 1]; got " + odds);
        }
        this.certain = odds == 1;
        this.digits = (long) Math.scalb(odds, Long.SIZE - 1) << 1;
    }

    /** Makes the trial for each bit that is set in {@code asked}, and returns the bits for which it succeeds. */
    long successes(long asked, Words words) {
        if (certain) {
            return asked;
        }
        long open = asked;
        long below = 0;
        for (long rest = digits; open != 0 && rest != 0; rest <<= 1) {
            long digit = rest >> (Long.SIZE - 1);
            long word = words.next();
            below |= open & digit & ~word;
            open &= ~(word ^ digit);
        }
        return below;
    }
}
