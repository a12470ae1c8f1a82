package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Work that ends, fails or hangs within a time. */
class TimeLimitTest {
    private static final Runnable NOTHING = () -> {};

    @Test
    void whatWorkReturnsOrThrowsIsPassedOn() throws Exception {
        for (double seconds : new double[] {1000, Double.POSITIVE_INFINITY}) {
            assertThat(TimeLimit.within(seconds, () -> 7, NOTHING)).isEqualTo(7);
            assertThatThrownBy(() -> TimeLimit.within(
                            seconds,
                            () -> {
                                throw new IOException("a disk");
                            },
                            NOTHING))
                    .isInstanceOf(IOException.class)
                    .hasMessage("a disk");
            assertThatThrownBy(() -> TimeLimit.within(
                            seconds,
                            () -> {
                                throw new StackOverflowError("deep");
                            },
                            NOTHING))
                    .isInstanceOf(StackOverflowError.class)
                    .hasMessage("deep");
        }
    }

    @Test
    void workThatHangsIsGivenUpAndAskedToEnd() {
        AtomicBoolean asked = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        assertThatThrownBy(() -> TimeLimit.within(
                        0.05,
                        () -> {
                            while (!asked.get()) {
                                Thread.onSpinWait();
                            }
                            ended.set(true);
                            return null;
                        },
                        () -> asked.set(true)))
                .isInstanceOf(TimeLimit.PointTimeoutException.class)
                .hasMessage(
                        "took longer than timeout: 0.05 seconds; give it more, and train it again with --retry failed");
        assertThat(ended).isTrue();
    }

    @Test
    void anInterruptOfTheWaitingThreadEndsTheWork() {
        AtomicBoolean asked = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> TimeLimit.within(
                        1000,
                        () -> {
                            while (!asked.get()) {
                                Thread.onSpinWait();
                            }
                            ended.set(true);
                            return null;
                        },
                        () -> asked.set(true)))
                .isInstanceOf(InterruptedException.class);
        assertThat(ended).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }
}
