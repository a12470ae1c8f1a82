package org.superpose.cores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoresTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyPartIsDoneOnce(int count) {
        try (Team team = new Cores(count).team(1)) {
            for (int step = 0; step < 200; step++) {
                assertThat(team.gather()).isEqualTo(count);
                for (int parts : new int[] {0, 1, 2, 7, 100}) {
                    AtomicIntegerArray done = new AtomicIntegerArray(parts);
                    team.run(done::incrementAndGet, parts);
                    for (int part = 0; part < parts; part++) {
                        assertThat(done.get(part)).isEqualTo(1);
                    }
                }
                team.dismiss();
            }
        }
    }

    /** Each part waits until as many threads as there are cores are at work at the same time. */
    @Test
    void theThreadsWorkAtTheSameTime() {
        CyclicBarrier together = new CyclicBarrier(3);
        try (Team team = new Cores(3).team(1)) {
            team.gather();
            team.run(
                    part -> {
                        try {
                            together.await(30, TimeUnit.SECONDS);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    9);
            team.dismiss();
        }
        assertThat(together.getNumberWaiting()).isZero();
    }

    /** What a phase has written is read by the next, whoever does the parts. */
    @Test
    void aPhaseSeesWhatThoseBeforeItHaveWritten() {
        long[] numbers = new long[64];
        Work work = part -> numbers[part] = 1 + numbers[(part + 32) % 64] * 3 + numbers[part];
        long[] expected = new long[64];
        try (Team team = new Cores(4).team(1)) {
            for (int phase = 0; phase < 2000; phase++) {
                team.gather();
                // the halves in turn, so that no part reads what another writes
                int from = phase % 2 * 32;
                team.run(part -> work.part(from + part), 32);
                for (int part = from; part < from + 32; part++) {
                    expected[part] = 1 + expected[(part + 32) % 64] * 3 + expected[part];
                }
                team.dismiss();
            }
        }
        assertThat(numbers).isEqualTo(expected);
    }

    @Test
    void whatAPartThrowsIsThrown() {
        try (Team team = new Cores(3).team(1)) {
            for (int step = 0; step < 100; step++) {
                team.gather();
                int bad = step % 7;
                Work work = part -> {
                    if (part == bad) {
                        throw new IllegalArgumentException("part " + part);
                    }
                };
                assertThatThrownBy(() -> team.run(work, 7))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("part " + bad);
                AtomicInteger after = new AtomicInteger();
                team.run(part -> after.incrementAndGet(), 5);
                assertThat(after).hasValue(5);
                team.dismiss();
            }
            team.gather();
            assertThatThrownBy(() -> team.run(
                            part -> {
                                throw new AssertionError("an error");
                            },
                            4))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("an error");
        }
    }

    @Test
    void whoIsInterruptedStillEndsItsPhase() {
        try (Team team = new Cores(2).team(1)) {
            team.gather();
            Thread.currentThread().interrupt();
            AtomicInteger done = new AtomicInteger();
            team.run(part -> done.incrementAndGet(), 50);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(done).hasValue(50);
        }
    }

    /** Four cores: one task has them all, two share them, four have one each, and a task that ends leaves its core to the others. */
    @Test
    void freeCoresAreSharedAmongTheTeams() {
        Cores cores = new Cores(4);
        Team first = cores.team(1);
        assertThat(first.gather()).isEqualTo(4);
        Team second = cores.team(1);
        assertThat(second.gather()).as("the helpers are still lent").isEqualTo(1);
        first.dismiss();
        second.dismiss();
        assertThat(first.gather()).isEqualTo(2);
        assertThat(second.gather()).isEqualTo(2);
        first.dismiss();
        second.dismiss();
        Team third = cores.team(1);
        Team fourth = cores.team(1);
        assertThat(List.of(first.gather(), second.gather(), third.gather(), fourth.gather()))
                .containsOnly(1);
        fourth.close();
        third.close();
        assertThat(first.gather()).isEqualTo(2);
        first.close();
        first.close();
        assertThat(second.gather()).isEqualTo(4);
    }

    /** spark.task.cpus = 2: the second core is the task's own, unless tasks hold more than there are. */
    @Test
    void aTaskThatHoldsTwoCoresUsesTwo() {
        Cores cores = new Cores(4);
        Team first = cores.team(2);
        Team second = cores.team(2);
        assertThat(first.gather()).isEqualTo(2);
        assertThat(second.gather()).isEqualTo(2);
        first.dismiss();
        second.dismiss();
        Team third = cores.team(2);
        assertThat(List.of(first.gather(), second.gather(), third.gather())).containsOnly(1);
    }

    @Test
    void thereAreNeverMoreThreadsThanCores() throws InterruptedException {
        int count = 3;
        Cores cores = new Cores(count);
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch held = new CountDownLatch(2);
        List<Thread> tasks = new ArrayList<>();
        for (int task = 0; task < 2; task++) {
            tasks.add(new Thread(() -> {
                try (Team team = cores.team(1)) {
                    held.countDown();
                    waitFor(held);
                    for (int step = 0; step < 500; step++) {
                        team.gather();
                        team.run(
                                part -> {
                                    most.accumulateAndGet(working.incrementAndGet(), Math::max);
                                    spend(20_000);
                                    working.decrementAndGet();
                                },
                                6);
                        team.dismiss();
                    }
                }
            }));
        }
        tasks.forEach(Thread::start);
        for (Thread task : tasks) {
            task.join();
        }
        assertThat(most.get()).isBetween(2, count);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void spend(long nanoseconds) {
        long end = System.nanoTime() + nanoseconds;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aTeamThatIsAloneHasOneThread() {
        Team team = Team.alone();
        assertThat(team.gather()).isEqualTo(1);
        assertThat(team.gather()).isEqualTo(1);
        int[] order = new int[3];
        int[] next = new int[1];
        team.run(part -> order[part] = next[0]++, 3);
        assertThat(order).containsExactly(0, 1, 2);
        team.dismiss();
        team.close();
        assertThat(team.lentSeconds()).isZero();
    }

    @Test
    void lentTimeIsCounted() {
        try (Team team = new Cores(2).team(1)) {
            team.gather();
            spend(2_000_000);
            team.dismiss();
            assertThat(team.lentSeconds()).isBetween(0.002, 60.0);
        }
    }

    @Test
    void mistakesAreRefused() {
        assertThatThrownBy(() -> new Cores(0)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new Cores(1).team(0)).hasMessageContaining("got 0");
        Team team = new Cores(2).team(1);
        team.gather();
        assertThatThrownBy(team::gather).isInstanceOf(IllegalStateException.class);
        assertThat(Cores.here(1).count()).isEqualTo(1);
        assertThat(Cores.here(1 << 20).count()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(Arrays.asList(Cores.here(1), Cores.here(1))).containsOnly(Cores.here(1));
    }
}
