package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which failures of a point are tried again, how often, and in what company. */
class AttemptsTest {
    private final List<Throwable> failures = new ArrayList<>();
    private int calls;

    private final Attempts attempts = new Attempts(() -> false, 1, 1);

    @AfterEach
    void release() {
        attempts.release();
    }

    private int work() throws Exception {
        calls++;
        if (!failures.isEmpty()) {
            Throwable failure = failures.remove(0);
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        }
        return calls;
    }

    @Test
    void memoryAndFilesAreTriedAgain() throws Exception {
        failures.add(new OutOfMemoryError("Java heap space"));
        failures.add(new UncheckedIOException(new IOException("a disk")));
        int value = attempts.of(false, alone -> work());
        assertThat(value).isEqualTo(3);
        failures.add(new IOException("another disk"));
        value = attempts.of(false, alone -> work());
        assertThat(value).isEqualTo(5);
    }

    @Test
    void whatFailsEveryTimeIsThrown() {
        for (int q = 0; q < 3; q++) {
            failures.add(new IOException("disk " + q));
        }
        assertThatThrownBy(() -> attempts.of(false, alone -> work()))
                .isInstanceOf(IOException.class)
                .hasMessage("disk 2");
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void whatWouldFailAgainIsNotTriedAgain() {
        for (Throwable failure :
                List.of(new IllegalStateException("a fault"), new StackOverflowError(), new AssertionError("false"))) {
            failures.add(failure);
            calls = 0;
            assertThatThrownBy(() -> attempts.of(false, alone -> work())).isSameAs(failure);
            assertThat(calls).isEqualTo(1);
        }
    }

    /** The last attempt waits until the points at work are done, and lets none begin, however many there are and however short. */
    @Test
    void theLastAttemptIsAlone() throws Exception {
        AtomicInteger working = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        List<FutureTask<Void>> others = new ArrayList<>();
        for (int q = 0; q < 2; q++) {
            FutureTask<Void> other = new FutureTask<>(() -> {
                while (!over.get()) {
                    new Attempts(() -> false).of(false, alone -> {
                        working.incrementAndGet();
                        Thread.sleep(30);
                        done.incrementAndGet();
                        return working.decrementAndGet();
                    });
                }
                return null;
            });
            others.add(other);
            new Thread(other).start();
        }
        while (done.get() == 0) {
            Thread.sleep(1);
        }
        int[] attempt = {0};
        int seen = attempts.of(false, alone -> {
            if (attempt[0]++ < 2) {
                throw new OutOfMemoryError("Java heap space");
            }
            int before = done.get();
            Thread.sleep(200);
            return working.get() + done.get() - before;
        });
        attempts.release();
        over.set(true);
        for (FutureTask<Void> other : others) {
            other.get(60, TimeUnit.SECONDS);
        }
        assertThat(attempt[0]).isEqualTo(3);
        assertThat(seen).as("points at work beside it").isZero();
    }

    /** Its row is written after it: a JVM that another point ended by then would tell against both. */
    @Test
    void whatWasAloneStaysSoUntilItIsReleased() throws Exception {
        attempts.of(true, alone -> work());
        FutureTask<Integer> other = new FutureTask<>(() -> new Attempts(() -> false).of(false, alone -> work()));
        new Thread(other).start();
        assertThatThrownBy(() -> other.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        attempts.release();
        assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(2);
        failures.add(new IllegalStateException("a fault"));
        assertThatThrownBy(() -> attempts.of(true, alone -> work())).hasMessage("a fault");
        attempts.of(true, alone -> work());
        attempts.of(false, alone -> work());
        assertThat(new Attempts(() -> false).<Integer>of(false, alone -> work()))
                .isEqualTo(6);
    }

    /** Work is told whether it is alone: in its last attempt, or in each. */
    @Test
    void workKnowsWhetherItIsAlone() throws Exception {
        assertThat(company(false)).containsExactly(false, false, true);
        assertThat(company(true)).containsExactly(true, true, true);
    }

    private List<Boolean> company(boolean always) throws Exception {
        List<Boolean> company = new ArrayList<>();
        return attempts.of(always, alone -> {
            company.add(alone);
            if (company.size() < 3) {
                throw new OutOfMemoryError("Java heap space");
            }
            return company;
        });
    }

    @Test
    void aStopIsHeededBetweenAttempts() {
        failures.add(new OutOfMemoryError("Java heap space"));
        assertThatThrownBy(() -> new Attempts(() -> true, 60_000, 60_000).of(false, alone -> work()))
                .isInstanceOf(CancellationException.class);
        assertThat(calls).isEqualTo(1);
    }
}
