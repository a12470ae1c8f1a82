package org.superpose.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final int STEPS = 1000;

    @Test
    void warmsUpLinearlyToThePeak() {
        for (Schedule.Kind kind : Schedule.Kind.values()) {
            Schedule schedule = new Schedule(kind, 200);
            assertThat(schedule.factor(0, STEPS)).isEqualTo(1.0 / 200);
            assertThat(schedule.factor(99, STEPS)).isEqualTo(0.5);
            assertThat(schedule.factor(199, STEPS)).isEqualTo(1);
            assertThat(schedule.factor(200, STEPS)).isEqualTo(1);
        }
    }

    @Test
    void thenFollowsItsShape() {
        assertThat(new Schedule(Schedule.Kind.CONSTANT, 200).factor(999, STEPS)).isEqualTo(1);
        assertThat(new Schedule(Schedule.Kind.LINEAR, 200).factor(600, STEPS)).isEqualTo(0.5);
        assertThat(new Schedule(Schedule.Kind.COSINE, 200).factor(600, STEPS)).isCloseTo(0.5, within(1e-15));
        // cos²(π/8) at a quarter
        assertThat(new Schedule(Schedule.Kind.COSINE, 200).factor(400, STEPS))
                .isCloseTo(0.8535533905932737, within(1e-12));
    }

    @Test
    void endsJustAboveZeroWhenItDecays() {
        for (Schedule.Kind kind : new Schedule.Kind[] {Schedule.Kind.LINEAR, Schedule.Kind.COSINE}) {
            Schedule schedule = new Schedule(kind, 0);
            assertThat(schedule.decays()).isTrue();
            double before = 2;
            for (int t = 0; t < STEPS; t++) {
                assertThat(schedule.factor(t, STEPS)).isPositive().isLessThan(before);
                before = schedule.factor(t, STEPS);
            }
            assertThat(before).isLessThan(2.0 / STEPS);
        }
        assertThat(new Schedule(Schedule.Kind.CONSTANT, 0).decays()).isFalse();
    }
}
