package org.superpose.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Closed forms against sums written out, and against the rim of the ellipse walked by angle. */
class PowerLawTest {
    private static final double[] SIZES = {10, 25, 40, 90, 160};
    private static final double[] MEANS = {2.1, 1.4, 1.2, 0.85, 0.8};
    private static final double[] WEIGHTS = {1, 2, 3, 2, 5};

    private static PowerLaw at(double alpha, boolean nonnegative) {
        double[] logs = DoubleStream.of(SIZES).map(Math::log).toArray();
        return PowerLaw.at(alpha, logs, MEANS, WEIGHTS, nonnegative);
    }

    private static double misfit(double alpha, double limit, double amplitude) {
        double sum = 0;
        for (int k = 0; k < SIZES.length; k++) {
            double residual = MEANS[k] - limit - amplitude * Math.pow(SIZES[k], -alpha);
            sum += WEIGHTS[k] * residual * residual;
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"0.1", "0.5", "1", "2.5"})
    void theBestIsStationaryAndItsMisfitTheSum(double alpha) {
        PowerLaw law = at(alpha, false);
        double limit = law.estimate(law.limit());
        double amplitude = law.estimate(law.amplitude());
        double least = misfit(alpha, limit, amplitude);
        assertThat(law.misfit()).isCloseTo(least, within(1e-12));
        double h = 1e-5;
        for (int side = -1; side <= 1; side += 2) {
            assertThat(misfit(alpha, limit + side * h, amplitude)).isGreaterThan(least);
            assertThat(misfit(alpha, limit, amplitude + side * h)).isGreaterThan(least);
        }
        double slope = misfit(alpha, limit + h, amplitude) - misfit(alpha, limit - h, amplitude);
        assertThat(slope / (2 * h)).isCloseTo(0, within(1e-7));
        assertThat(law.estimate(law.value(25))).isCloseTo(limit + amplitude * Math.pow(25, -alpha), within(1e-10));
    }

    @ParameterizedTest
    @CsvSource({"0.3, false", "0.5, false", "0.5, true", "0.3, true", "0.9, true", "2, false"})
    void extremesAreThoseOfTheEllipse(double alpha, boolean nonnegative) {
        PowerLaw law = at(alpha, nonnegative);
        double most = law.misfit() + 0.4;
        double[] low = {1e9, 1e9, 1e9};
        double[] high = {-1e9, -1e9, -1e9};
        double limit = at(alpha, false).estimate(law.limit());
        double amplitude = at(alpha, false).estimate(law.amplitude());
        double unit = Math.pow(SIZES[0], alpha);
        for (int angle = 0; angle < 2000; angle++) {
            double da = Math.cos(Math.PI * angle / 1000);
            double dc = Math.sin(Math.PI * angle / 1000) * unit;
            double growth = misfit(alpha, limit + da, amplitude + dc) - law.free();
            double rim = Math.sqrt((most - law.free()) / growth);
            for (int part = 0; part <= 400; part++) {
                double a = limit + da * rim * part / 400;
                double c = amplitude + dc * rim * part / 400;
                if (!nonnegative || a >= 0) {
                    double[] values = {a, c, a + c * Math.pow(300, -alpha)};
                    for (int k = 0; k < 3; k++) {
                        low[k] = Math.min(low[k], values[k]);
                        high[k] = Math.max(high[k], values[k]);
                    }
                }
            }
        }
        PowerLaw.Quantity[] asked = {law.limit(), law.amplitude(), law.value(300)};
        for (int k = 0; k < 3; k++) {
            double size = high[k] - low[k];
            assertThat(law.extreme(asked[k], most, -1)).as("low %d", k).isCloseTo(low[k], within(0.01 * size));
            assertThat(law.extreme(asked[k], most, 1)).as("high %d", k).isCloseTo(high[k], within(0.01 * size));
        }
    }

    @ParameterizedTest
    @CsvSource({"1e-9", "-1e-9", "1e-6"})
    void nothingJumpsWhereTheExponentIsZero(double alpha) {
        assertThat(at(alpha, false).misfit()).isCloseTo(at(0, false).misfit(), within(1e-5));
        assertThat(at(alpha, false).slope()).isCloseTo(at(0, false).slope(), within(1e-5));
    }
}
