package org.superpose.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DevicePoolTest {
    @Test
    void spreadsOverDevicesBeforeDoublingUp() throws InterruptedException {
        DevicePool pool = new DevicePool(List.of(0, 1, 3), 2);
        List<Integer> lent = new ArrayList<>();
        for (int lease = 0; lease < 6; lease++) {
            lent.add(lease(pool));
        }
        assertThat(lent).containsExactly(0, 1, 3, 0, 1, 3);
    }

    @Test
    void neverLendsMoreThanItsSharesAndUsesThemAll() throws Exception {
        int shares = 2;
        DevicePool pool = new DevicePool(List.of(0, 1), shares);
        AtomicIntegerArray held = new AtomicIntegerArray(2);
        AtomicIntegerArray most = new AtomicIntegerArray(2);
        AtomicIntegerArray served = new AtomicIntegerArray(2);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> tasks = new ArrayList<>();
            for (int task = 0; task < 8; task++) {
                tasks.add(threads.submit(() -> {
                    for (int round = 0; round < 500; round++) {
                        try (DevicePool.Lease lease = pool.lease()) {
                            int now = held.incrementAndGet(lease.ordinal());
                            most.accumulateAndGet(lease.ordinal(), now, Math::max);
                            served.incrementAndGet(lease.ordinal());
                            Thread.onSpinWait();
                            held.decrementAndGet(lease.ordinal());
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        } finally {
            threads.shutdownNow();
        }
        for (int device = 0; device < 2; device++) {
            assertThat(held.get(device)).isZero();
            assertThat(most.get(device)).isBetween(1, shares);
            assertThat(served.get(device)).isPositive();
        }
        assertThat(served.get(0) + served.get(1)).isEqualTo(8 * 500);
    }

    @Test
    void servesThoseWhoWaitInTheOrderOfAsking() throws Exception {
        DevicePool pool = new DevicePool(List.of(5), 1);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> waiting = new ArrayList<>();
        try (DevicePool.Lease held = pool.lease()) {
            assertThat(held.ordinal()).isEqualTo(5);
            for (int asker = 0; asker < 4; asker++) {
                int me = asker;
                Thread thread = new Thread(() -> {
                    try (DevicePool.Lease lease = pool.lease()) {
                        order.add(me);
                        assertThat(lease.ordinal()).isEqualTo(5);
                    } catch (InterruptedException e) {
                        order.add(-1);
                    }
                });
                thread.start();
                waiting.add(thread);
                while (thread.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            assertThat(order).isEmpty();
        }
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(order).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aLeaseReturnsItsShareOnce() throws InterruptedException {
        DevicePool pool = new DevicePool(List.of(0), 1);
        DevicePool.Lease lease = pool.lease();
        lease.close();
        lease.close();
        DevicePool.Lease again = pool.lease();
        Thread second = new Thread(() -> {
            try {
                pool.lease();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        second.start();
        second.join(200);
        assertThat(second.isAlive()).isTrue();
        again.close();
        second.join();
    }

    @Test
    void anInterruptedWaitLeasesNothing() throws Exception {
        DevicePool pool = new DevicePool(List.of(0), 1);
        DevicePool.Lease held = pool.lease();
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        Thread thread = new Thread(() -> {
            try {
                pool.lease();
            } catch (InterruptedException e) {
                thrown.add(e);
            }
        });
        thread.start();
        thread.interrupt();
        thread.join();
        assertThat(thrown).hasSize(1);
        held.close();
        assertThat(lease(pool)).isZero();
    }

    @Test
    void refusesToLendNothing() {
        assertThatThrownBy(() -> new DevicePool(List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DevicePool(List.of(0), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Leases a share and keeps it. */
    private static int lease(DevicePool pool) throws InterruptedException {
        return pool.lease().ordinal();
    }
}
