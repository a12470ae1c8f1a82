package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.superpose.results.SweepFailedException;
import org.superpose.sweep.ExecutorWatch.Seen;

class ExecutorWatchTest {
    private static final Seen TWO = new Seen(2, null, null);
    private static final Seen FIRST_LOST = new Seen(0, new Date(1), "first\u001b[1m");
    private static final Seen LAST_LOST = new Seen(0, new Date(2), "Command exited with code 137");

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private List<Seen> executors = List.of();
    private long now = 5_000_000_000L;
    private boolean ended;

    private ExecutorWatch watch(boolean local) {
        PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
        return new ExecutorWatch(() -> executors, () -> now, local, out, () -> ended);
    }

    private void pass(ExecutorWatch watch, int seconds) {
        for (int i = 0; i < seconds; i++) {
            now += 1_000_000_000L;
            watch.look();
        }
    }

    private String said() {
        String text = log.toString(StandardCharsets.UTF_8);
        log.reset();
        return text;
    }

    @Test
    void slotsAreThoseOfTheExecutorsThatAreThere() {
        try (ExecutorWatch watch = watch(false)) {
            assertThat(watch.none()).isTrue();
            executors = List.of(TWO, FIRST_LOST, new Seen(3, null, null));
            assertThat(watch.slots()).isEqualTo(5);
            assertThat(watch.none()).isFalse();
        }
    }

    @Test
    @Timeout(20)
    void nobodyWaitsForTheExecutorsOfAnApplicationThatHasEnded() {
        ended = true;
        try (ExecutorWatch watch = watch(false)) {
            assertThatThrownBy(() -> watch.settledSlots(4))
                    .isInstanceOf(SweepFailedException.class)
                    .hasMessageContaining("Spark has ended");
        }
    }

    @Test
    void slotSecondsFollowTheChanges() {
        executors = List.of(TWO);
        try (ExecutorWatch watch = watch(false)) {
            pass(watch, 10);
            executors = List.of(TWO, TWO);
            pass(watch, 10);
            executors = List.of();
            pass(watch, 10);
            // each change is seen at the look after it
            assertThat(watch.capacity().slotSeconds()).isCloseTo(2 * 11 + 4 * 10, within(1e-9));
            assertThat(watch.capacity().slots()).isZero();
        }
    }

    @Test
    void noExecutorForAMinuteIsSaidOnceWithTheReasonOfTheLastLoss() {
        executors = List.of(TWO);
        try (ExecutorWatch watch = watch(false)) {
            pass(watch, 10);
            executors = List.of(FIRST_LOST, LAST_LOST);
            pass(watch, 60);
            assertThat(said()).isEmpty();
            pass(watch, 600);
            assertThat(said())
                    .containsOnlyOnce("no executor for a minute: the last one was lost (Command exited with code 137)");
            executors = List.of(LAST_LOST, TWO);
            pass(watch, 10);
            assertThat(said()).contains("there are 2 slots now");
        }
    }

    @Test
    void aClusterThatGivesNothingIsSaid() {
        try (ExecutorWatch watch = watch(false)) {
            pass(watch, 61);
            assertThat(said()).contains("the cluster has given none");
        }
    }

    @Test
    void aReasonCannotCommandATerminal() {
        executors = List.of(FIRST_LOST);
        try (ExecutorWatch watch = watch(false)) {
            pass(watch, 61);
            assertThat(said()).contains("first\\u001b[1m").doesNotContain("\u001b");
        }
    }

    @Test
    void aChangeIsSaidOnceItHasLasted() {
        executors = List.of(TWO);
        try (ExecutorWatch watch = watch(false)) {
            pass(watch, 10);
            executors = List.of(LAST_LOST);
            pass(watch, 4);
            executors = List.of(LAST_LOST, TWO);
            pass(watch, 10);
            assertThat(said()).isEmpty();
            executors = List.of(TWO, TWO);
            pass(watch, 7);
            assertThat(said()).contains("there are 4 slots now");
        }
    }

    @Test
    void whatIsLocalIsNeverMissed() {
        try (ExecutorWatch watch = watch(true)) {
            pass(watch, 100);
            assertThat(watch.none()).isFalse();
            assertThat(said()).isEmpty();
        }
    }

    @Test
    void slotsSettleWhenTheyAreAllThereOrStay() throws Exception {
        executors = List.of(TWO);
        try (ExecutorWatch watch = watch(false)) {
            assertThat(watch.settledSlots(2)).isEqualTo(2);
            now += 1_000_000_000L;
            assertThat(watch.settledSlots(100)).isEqualTo(2);
        }
    }
}
