package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is done about a point after JVMs have ended that had it to train. */
class SuspicionTest {
    private final List<Mark> ended = new ArrayList<>();

    private void ends(boolean alone, boolean restarted, Map<String, Long> states) {
        ended.add(new Mark(
                1,
                true,
                alone,
                "host",
                "boot",
                "7",
                40 + ended.size(),
                "2026-01-0" + (1 + ended.size()),
                restarted,
                states));
    }

    private void ends(boolean alone, String... modelKeys) {
        Map<String, Long> states = new HashMap<>();
        List.of(modelKeys).forEach(key -> states.put(key, 0L));
        ends(alone, false, states);
    }

    private Care care(String modelKey) {
        return Suspicion.of(modelKey, ended, 0).care();
    }

    @Test
    void onlyThePointThatWasAloneIsGivenUp() {
        assertThat(care("bad")).isEqualTo(Care.NONE);
        ends(false, "bad", "beside", "of the same bundle");
        assertThat(care("bad")).isEqualTo(Care.MARKED);
        assertThat(care("of the same bundle")).isEqualTo(Care.MARKED);
        assertThat(care("never begun")).isEqualTo(Care.NONE);
        ends(false, "bad");
        ends(false, "beside");
        assertThat(care("bad")).isEqualTo(Care.ALONE);
        assertThat(care("beside")).isEqualTo(Care.ALONE);
        assertThat(care("of the same bundle")).isEqualTo(Care.MARKED);
        ends(true, "bad");
        assertThat(care("bad")).isEqualTo(Care.GIVEN_UP);
        assertThat(care("beside")).isEqualTo(Care.ALONE);
    }

    @Test
    void oneEndIsNeverEnoughAndWhichOfTwoWasAloneDoesNotMatter() {
        ends(true, "bad");
        assertThat(care("bad")).isEqualTo(Care.MARKED);
        ends(false, "bad");
        assertThat(care("bad")).isEqualTo(Care.GIVEN_UP);
    }

    /** A long point whose driver is killed every hour goes on each time from a newer state. */
    @Test
    void aPointThatGetsFurtherIsNotSuspected() {
        for (long state = 0; state < 4; state++) {
            ends(true, false, Map.of("long", state));
            assertThat(Suspicion.of("long", ended, state).ends()).isEqualTo(1);
            assertThat(Suspicion.of("long", ended, state + 1).care()).isEqualTo(Care.NONE);
        }
        ends(true, false, Map.of("long", 3L));
        assertThat(Suspicion.of("long", ended, 3).care()).isEqualTo(Care.GIVEN_UP);
    }

    @Test
    void theEndOfTheMachineMakesAPointWaitAndNothingMore() {
        for (int end = 0; end < 5; end++) {
            ends(true, true, Map.of("unlucky", 0L));
            assertThat(care("unlucky")).isEqualTo(Care.MARKED);
        }
        ends(false, "unlucky");
        assertThat(care("unlucky")).isEqualTo(Care.MARKED);
        ends(true, "unlucky");
        assertThat(care("unlucky")).isEqualTo(Care.GIVEN_UP);
    }

    @Test
    void theReasonNamesTheLastProcessAndWhatHelps() {
        ends(false, "bad");
        ends(true, "bad");
        ends(false, "another");
        assertThat(Suspicion.of("bad", ended, 0).reason())
                .hasMessageContaining("ended 2 times")
                .hasMessageContaining("process 41 on host, which began it at 2026-01-02")
                .hasMessageContaining("--retry failed")
                .hasMessageContaining("local[1]");
        assertThat(Suspicion.of("bad", ended, 0).reason().getStackTrace()).isEmpty();
    }
}
