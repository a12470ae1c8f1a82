package org.superpose.sweep.progress;

/**
 * What the cluster has given so far and gives now. For example two slots for a minute and four for another are 360 slot-seconds, and 4 slots.
 *
 * @param slots tasks at a time, now
 * @param slotSeconds the sum over time
 */
public record Capacity(int slots, double slotSeconds) {
    /** What was given since an earlier moment. */
    public Capacity since(Capacity earlier) {
        return new Capacity(slots, slotSeconds - earlier.slotSeconds);
    }

    /** The seconds until a part is done whose other part, the fraction {@code done} of the whole, took what was given; NaN if no slot is there. */
    double secondsLeft(double done) {
        return slots == 0 ? Double.NaN : slotSeconds * (1 - done) / done / slots;
    }
}
