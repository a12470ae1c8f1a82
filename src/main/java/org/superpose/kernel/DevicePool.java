package org.superpose.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Devices to lend to the tasks of one JVM, for schedulers that do not hand them out themselves (Spark's local mode). A lease is
 * one share of one device; who waits is served in the order of asking, and the share that has been idle longest goes first, so
 * work spreads over the devices before it doubles up on one.
 */
public final class DevicePool {
    private final ConcurrentLinkedQueue<Integer> idle;
    private final Semaphore shares;

    /**
     * @param ordinals the devices, each once
     * @param shares how many leases of one device may exist at a time
     * @throws IllegalArgumentException if there is nothing to lend
     */
    public DevicePool(List<Integer> ordinals, int shares) {
        if (ordinals.isEmpty() || shares < 1) {
            throw new IllegalArgumentException("nothing to lend: devices " + ordinals + ", shares " + shares);
        }
        List<Integer> all = new ArrayList<>(ordinals.size() * shares);
        for (int share = 0; share < shares; share++) {
            all.addAll(ordinals);
        }
        this.idle = new ConcurrentLinkedQueue<>(all);
        // fair: a blocking queue would let a newcomer overtake those who wait
        this.shares = new Semaphore(all.size(), true);
    }

    /**
     * Waits for a share.
     *
     * @throws InterruptedException if interrupted while waiting; nothing is leased then
     */
    public Lease lease() throws InterruptedException {
        shares.acquire();
        return new Lease(idle.remove());
    }

    /** One share of one device, until closed. */
    public final class Lease implements AutoCloseable {
        private final int ordinal;
        private final AtomicBoolean returned = new AtomicBoolean();

        private Lease(int ordinal) {
            this.ordinal = ordinal;
        }

        /** The device's ordinal. */
        public int ordinal() {
            return ordinal;
        }

        /** Gives the share back; a second call does nothing. */
        @Override
        public void close() {
            if (returned.compareAndSet(false, true)) {
                idle.add(ordinal);
                shares.release();
            }
        }
    }
}
