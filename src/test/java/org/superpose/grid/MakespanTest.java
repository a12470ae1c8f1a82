package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.superpose.grid.Makespan.Load;

class MakespanTest {
    private static List<Load> alone(double... seconds) {
        return DoubleStream.of(seconds).mapToObj(one -> new Load(one, 0)).toList();
    }

    @Test
    void freeSlotsTakeTheNext() {
        assertThat(Makespan.of(alone(5, 4, 3, 3, 3), 2, 2)).isCloseTo(10, within(1e-12));
        assertThat(Makespan.of(alone(5, 4, 3), 1, 1)).isCloseTo(12, within(1e-12));
        assertThat(Makespan.of(alone(5, 4), 9, 9)).isCloseTo(5, within(1e-12));
        assertThat(Makespan.of(List.of(), 3, 3)).isZero();
    }

    /** 10 s alone, and then the other 10 s of the longer one with two cores, 0.1 + 0.9/2 of the time. */
    @Test
    void thoseThatStillRunAreHelped() {
        List<Load> loads = List.of(new Load(20, 20), new Load(10, 10));
        assertThat(Makespan.of(loads, 2, 2)).isCloseTo(15.5, within(1e-12));
        assertThat(Makespan.of(loads, 2, 1)).isCloseTo(20, within(1e-12));
        assertThat(Makespan.of(List.of(new Load(20, 10)), 4, 2)).isCloseTo(10 + 5.5, within(1e-12));
        assertThat(Makespan.of(List.of(new Load(20, 20)), 4, 4)).isCloseTo(20 * (0.1 + 0.9 / 4), within(1e-12));
    }

    /** While all slots are busy no one is helped. */
    @Test
    void helpComesOnlyAtTheEnd() {
        List<Load> loads = List.of(new Load(6, 6), new Load(6, 6), new Load(4, 4));
        assertThat(Makespan.of(loads, 2, 2)).isCloseTo(6 + 4 * 0.55, within(1e-12));
    }
}
