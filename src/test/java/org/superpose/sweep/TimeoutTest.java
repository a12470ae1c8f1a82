package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Work that ends, fails or hangs within a time. */
class TimeoutTest {
    private static final Runnable NOTHING = () -> {};

    private final AtomicBoolean ended = new AtomicBoolean();

    @Test
    void whatWorkReturnsOrThrowsIsPassedOn() throws Exception {
        for (double seconds : new double[] {1000, Double.POSITIVE_INFINITY}) {
            assertThat(Timeout.within(seconds, () -> 7, NOTHING)).isEqualTo(7);
            assertThatThrownBy(() -> Timeout.within(
                            seconds,
                            () -> {
                                throw new IOException("a disk");
                            },
                            NOTHING))
                    .isInstanceOf(IOException.class)
                    .hasMessage("a disk");
            assertThatThrownBy(() -> Timeout.within(
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
        assertThatThrownBy(() -> hanging(0.05))
                .isInstanceOf(Timeout.PointTimeoutException.class)
                .hasMessage(
                        "took longer than timeout: 0.05 seconds; give it more, and train it again with --retry failed")
                .extracting("left")
                .isEqualTo(false);
        assertThat(ended).isTrue();
    }

    @Test
    void anInterruptOfTheWaitingThreadEndsTheWork() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> hanging(1000)).isInstanceOf(InterruptedException.class);
        assertThat(ended).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Work that does not end until it is asked to. */
    private void hanging(double seconds) throws Exception {
        AtomicBoolean asked = new AtomicBoolean();
        Timeout.within(
                seconds,
                () -> {
                    while (!asked.get()) {
                        Thread.onSpinWait();
                    }
                    ended.set(true);
                    return null;
                },
                () -> asked.set(true));
    }
}
