package org.superpose.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DiagonalMatrix;
import org.apache.commons.math3.util.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteSizeFitTest {
    private static final int[] SIZES = {32, 64, 128, 256, 512};

    private static FiniteSizeFit fit(
            int[] sizes, int seeds, IntToDoubleFunction mean, IntToDoubleFunction noise, boolean nonnegative) {
        Random random = new Random(1);
        int[] size = new int[sizes.length * seeds];
        double[] value = new double[size.length];
        for (int k = 0; k < size.length; k++) {
            size[k] = sizes[k / seeds];
            value[k] = mean.applyAsDouble(size[k]) + noise.applyAsDouble(size[k]) * random.nextGaussian();
        }
        return FiniteSizeFit.of(size, value, nonnegative);
    }

    private static FiniteSizeFit fit(IntToDoubleFunction mean, double noise) {
        return fit(SIZES, 4, mean, n -> noise * mean.applyAsDouble(n), true);
    }

    @Test
    void exactPowerLawsAreFound() {
        FiniteSizeFit fit = fit(n -> 0.3 + 5 / Math.pow(n, 0.75), 0);
        assertThat(fit.status()).isEqualTo(Status.FITTED);
        assertThat(fit.alpha().estimate()).isCloseTo(0.75, within(1e-6));
        assertThat(fit.limit().estimate()).isCloseTo(0.3, within(1e-6));
        assertThat(fit.amplitude().estimate()).isCloseTo(5, within(1e-4));
        assertThat(fit.alpha().high() - fit.alpha().low()).isLessThan(1e-4);
        assertThat(fit.vanishes()).isFalse();
        assertThat(fit.vanishing()).isNull();
        FiniteSizeFit vanishing = fit(n -> 1 / Math.sqrt(n), 0);
        assertThat(vanishing.alpha().estimate()).isCloseTo(0.5, within(1e-6));
        assertThat(vanishing.vanishes()).isTrue();
        assertThat(vanishing.limit().low()).isZero();
        assertThat(vanishing.vanishing().estimate()).isCloseTo(0.5, within(1e-6));
        assertThat(vanishing.verdict()).isEqualTo("a limit of 0 is within the errors");
    }

    /** What grows towards a limit is fitted as well: the loss does so. */
    @Test
    void aLimitMayBeApproachedFromBelow() {
        FiniteSizeFit fit = fit(n -> 0.005 - 0.02 / n, 0.001);
        assertThat(fit.status()).isEqualTo(Status.FITTED);
        assertThat(fit.alpha().holds(1)).isTrue();
        assertThat(fit.limit().holds(0.005)).isTrue();
        assertThat(fit.amplitude().holds(-0.02)).isTrue();
        assertThat(fit.amplitude().high()).isNegative();
        assertThat(fit.verdict()).isEqualTo("the limit differs from 0");
    }

    @Test
    void whatMayBeNegativeMayTendBelowZero() {
        IntToDoubleFunction mean = n -> -0.2 + 3.0 / n;
        FiniteSizeFit fit = fit(SIZES, 4, mean, n -> 0.001, false);
        assertThat(fit.limit().holds(-0.2)).isTrue();
        assertThat(fit.limit().high()).isNegative();
        assertThat(fit.alpha().holds(1)).isTrue();
        FiniteSizeFit crossing = fit(SIZES, 4, n -> 3.0 / n, n -> 0.001, false);
        assertThat(crossing.limit().low()).isNegative();
        assertThat(crossing.limit().high()).isPositive();
        assertThat(crossing.vanishing().holds(1)).isTrue();
        assertThat(crossing.vanishing().high() - crossing.vanishing().low())
                .isLessThan(crossing.alpha().high() - crossing.alpha().low());
    }

    /** Levenberg and Marquardt's way to the same minimum, with one seed each, whose weights are 1/ȳ². */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theEstimateIsTheMinimumOfAGeneralOptimiser(int seed) {
        Random random = new Random(seed);
        int[] size = {20, 40, 80, 160, 320, 640};
        double[] y = IntStream.of(size)
                .mapToDouble(n -> (0.2 + 4 * Math.pow(n, -0.8)) * (1 + 0.01 * random.nextGaussian()))
                .toArray();
        LeastSquaresOptimizer.Optimum optimum = new LevenbergMarquardtOptimizer()
                .optimize(new LeastSquaresBuilder()
                        .start(new double[] {0.1, 3, 0.6})
                        .target(y)
                        .weight(new DiagonalMatrix(IntStream.range(0, y.length)
                                .mapToDouble(k -> 1 / (y[k] * y[k]))
                                .toArray()))
                        .model(at -> {
                            double[][] jacobian = new double[size.length][];
                            double[] value = new double[size.length];
                            for (int k = 0; k < size.length; k++) {
                                double z = Math.pow(size[k], -at.getEntry(2));
                                value[k] = at.getEntry(0) + at.getEntry(1) * z;
                                jacobian[k] = new double[] {1, z, -at.getEntry(1) * z * Math.log(size[k])};
                            }
                            return new Pair<>(new ArrayRealVector(value), new Array2DRowRealMatrix(jacobian));
                        })
                        .maxEvaluations(2000)
                        .maxIterations(2000)
                        .build());
        FiniteSizeFit fit = FiniteSizeFit.of(size, y, true);
        double[] best = optimum.getPoint().toArray();
        assertThat(fit.limit().estimate()).isCloseTo(best[0], within(1e-5));
        assertThat(fit.amplitude().estimate()).isCloseTo(best[1], within(1e-4));
        assertThat(fit.alpha().estimate()).isCloseTo(best[2], within(1e-5));
        // where α is held at an end of its interval the misfit is larger by s² F(0.95; 1, 3)
        double least = optimum.getCost() * optimum.getCost();
        double most = least * (1 + new FDistribution(1, 3).inverseCumulativeProbability(0.95) / 3);
        for (double end : new double[] {fit.alpha().low(), fit.alpha().high()}) {
            double[] logs = IntStream.of(size).mapToDouble(Math::log).toArray();
            double[] weights = IntStream.range(0, y.length)
                    .mapToDouble(k -> 1 / (y[k] * y[k]))
                    .toArray();
            assertThat(PowerLaw.at(end, logs, y, weights, true).misfit()).isCloseTo(most, within(1e-6 * most));
        }
    }

    @Test
    void tooFewSizesAreSaid() {
        FiniteSizeFit fit = fit(new int[] {32, 64, 128}, 5, n -> 1.0 / n, n -> 1e-4, true);
        assertThat(fit.status()).isEqualTo(Status.TOO_FEW_SIZES);
        assertThat(fit.alpha()).isNull();
        assertThat(fit.limit()).isNull();
        assertThat(fit.amplitude()).isNull();
        assertThat(fit.band()).isEmpty();
        assertThat(fit.verdict()).isEqualTo("3 sizes with a value; A_∞, c and α need 4");
        assertThat(FiniteSizeFit.of(new int[0], new double[0], true).verdict())
                .isEqualTo("0 sizes with a value; A_∞, c and α need 4");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 0.01})
    void constantsHaveNoTrend(double noise) {
        FiniteSizeFit fit = fit(n -> 0.7, noise);
        assertThat(fit.status()).isEqualTo(Status.NO_TREND);
        assertThat(fit.alpha()).isNull();
        assertThat(fit.verdict()).startsWith("no trend in n beyond the scatter, p = ");
        assertThat(fit(n -> 0, 0).status()).isEqualTo(Status.NO_TREND);
    }

    /** A test of 5 %, also of few seeds at many sizes, and where the scatter falls with the size: 500 tables, within three standard errors of 25. */
    @ParameterizedTest
    @CsvSource({"5, 3, 0", "6, 8, 0", "10, 2, 0", "10, 2, 0.5", "10, 5, 0.5"})
    void chanceIsSeldomATrend(int sizes, int seeds, double falling) {
        Random random = new Random(7);
        int trends = 0;
        for (int trial = 0; trial < 500; trial++) {
            int[] size = new int[sizes * seeds];
            double[] value = new double[size.length];
            for (int k = 0; k < size.length; k++) {
                size[k] = (int) (32 * Math.pow(1.6, Math.floorDiv(k, seeds)));
                value[k] = 2 + 0.1 * Math.pow(size[k] / 32.0, -falling) * random.nextGaussian();
            }
            trends += FiniteSizeFit.of(size, value, true).status() == Status.NO_TREND ? 0 : 1;
        }
        assertThat(trends).isLessThanOrEqualTo(40);
    }

    @Test
    void whatGrowsAsFastAsEverHasNoLimit() {
        for (double power : new double[] {0.3, 1, 2}) {
            FiniteSizeFit fit = fit(n -> Math.pow(n, power), 0.01);
            assertThat(fit.status()).as("%s", power).isEqualTo(Status.NO_LIMIT);
            assertThat(fit.alpha()).isNull();
            assertThat(fit.verdict()).contains("no limit is in sight");
        }
        IntToDoubleFunction falling = n -> 10 - Math.pow(n, 0.3);
        assertThat(fit(SIZES, 4, falling, n -> 0.01, false).status()).isEqualTo(Status.NO_LIMIT);
    }

    /** It falls by as much with every doubling, so nothing says where it ends. */
    @Test
    void whatFallsWithTheLogarithmLeavesTheLimitOpen() {
        FiniteSizeFit fit = fit(SIZES, 4, n -> 5 - Math.pow(n, 0.03), n -> 0.002, false);
        assertThat(fit.status()).isIn(Status.OPEN, Status.NO_LIMIT);
        FiniteSizeFit slow = fit(SIZES, 4, n -> 3 + 4 * Math.pow(n, -0.15), n -> 0.06, false);
        assertThat(slow.status()).isEqualTo(Status.OPEN);
        assertThat(slow.alpha().low()).isZero();
        assertThat(slow.limit().low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(slow.amplitude().high()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(slow.verdict()).startsWith("the sizes leave the exponent open towards 0");
    }

    @Test
    void aFirstSizeThatDiffersLeavesTheExponentOpenAbove() {
        FiniteSizeFit fit = fit(n -> n == 32 ? 2 : 1, 0.01);
        assertThat(fit.status()).isEqualTo(Status.OPEN);
        assertThat(fit.alpha().high()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(fit.limit().holds(1)).isTrue();
        assertThat(fit.limit().high() - fit.limit().low()).isLessThan(0.05);
        assertThat(fit.amplitude().high()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(fit.verdict()).startsWith("the sizes leave the exponent open above");
    }

    @Test
    void whatIsNoPowerLawIsSaidAndHasWiderIntervals() {
        FiniteSizeFit law = fit(n -> 1 / Math.sqrt(n), 0.002);
        FiniteSizeFit wave = fit(n -> (1 + 0.05 * Math.cos(2 * Math.log(n))) / Math.sqrt(n), 0.002);
        assertThat(law.status()).isEqualTo(Status.FITTED);
        assertThat(law.misfitPvalue()).isGreaterThan(0.01);
        assertThat(wave.status()).isEqualTo(Status.MISFIT);
        assertThat(wave.misfitPvalue()).isLessThan(1e-4);
        assertThat(wave.verdict())
                .isEqualTo("the sizes do not lie on one power law, p < 0.0001; intervals allow for that");
        assertThat(wave.alpha().high() - wave.alpha().low())
                .isGreaterThan(5 * (law.alpha().high() - law.alpha().low()));
    }

    /** Eight seeds each at 32 … 1024 that scatter by so much of their mean. */
    private static FiniteSizeFit ofMeans(double noise, double... means) {
        int[] sizes = IntStream.range(0, means.length).map(k -> 32 << k).toArray();
        IntToDoubleFunction mean = n -> means[Integer.numberOfTrailingZeros(n) - 5];
        return fit(sizes, 8, mean, n -> noise * mean.applyAsDouble(n), true);
    }

    /** Measured: diagonal variances that fall and then stay, losses that go up and down. */
    @Test
    void sizesThatDifferWithoutALawAreNotCalledConstant() {
        FiniteSizeFit variances = ofMeans(0.1, 5.5e-3, 1.6e-3, 1.2e-4, 8.9e-5, 8.2e-5, 6.1e-5);
        FiniteSizeFit losses = ofMeans(0.004, 5.8e-4, 6.1e-4, 5.8e-4, 5.85e-4, 6.2e-4, 5.7e-4);
        for (FiniteSizeFit fit : List.of(variances, losses)) {
            assertThat(fit.sizesPvalue()).isLessThan(1e-10);
            assertThat(fit.misfit()).isTrue();
            assertThat(fit.status()).isIn(Status.MISFIT, Status.OPEN);
        }
        assertThat(losses.status()).isEqualTo(Status.MISFIT);
        assertThat(losses.fitted()).isFalse();
        assertThat(losses.trendPvalue()).isGreaterThan(0.05);
        assertThat(losses.verdict())
                .isEqualTo("the sizes differ far beyond their seeds, p < 0.0001, but follow no A_∞ + c n^(−α)");
    }

    /** Measured: so slow a rise that any limit above is possible, and yet no power law within the errors. */
    @Test
    void whatIsOpenAndNoPowerLawIsBoth() {
        FiniteSizeFit fit = ofMeans(0.005, 2.95e-3, 3.162e-3, 3.226e-3, 3.437e-3, 3.617e-3, 3.743e-3);
        assertThat(fit.status()).isEqualTo(Status.OPEN);
        assertThat(fit.misfit()).isTrue();
        assertThat(fit.alpha().low()).isZero();
        assertThat(fit.limit().estimate()).isNaN();
        assertThat(fit.amplitude().estimate()).isNaN();
        assertThat(fit.limit().low()).isBetween(3.7e-3, 6e-3);
        assertThat(fit.limit().high()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(fit.amplitude().low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(fit.amplitude().high()).isNegative();
        assertThat(fit.verdict())
                .isEqualTo("the sizes leave the exponent open towards 0; the limit differs from 0;"
                        + " nor do they lie on one power law, p < 0.0001");
    }

    @Test
    void aDropAtTheEndBoundsNothing() {
        FiniteSizeFit fit = ofMeans(0.001, 1, 1, 1, 1, 0.996, 0.8);
        assertThat(fit.status()).isNotIn(Status.FITTED, Status.NO_TREND);
        assertThat(fit.misfit()).isTrue();
    }

    /** Measured: a ratio just below 1 that falls ever faster. At α = 6e-5 its limit is 0, at 1e-4 it would not be. */
    @Test
    void whatMayFallForEverMayFallToZero() {
        FiniteSizeFit fit = ofMeans(1e-6, 0.9999811, 0.9999653, 0.9999012, 0.9998664, 0.9998884, 0.9997237);
        assertThat(fit.status()).isEqualTo(Status.OPEN);
        assertThat(fit.alpha().low()).isZero();
        assertThat(fit.limit().low()).isZero();
        assertThat(fit.vanishes()).isTrue();
    }

    @Test
    void bothOpenEndsAreNamed() {
        FiniteSizeFit fit = FiniteSizeFit.of(
                new int[] {32, 32, 32, 64, 64, 64, 128, 128, 128, 256, 256, 256},
                new double[] {1.05, 0.95, 1.12, 0.93, 0.94, 0.78, 0.82, 0.83, 0.8, 0.76, 0.8, 0.83},
                false);
        assertThat(fit.alpha().low()).isZero();
        assertThat(fit.alpha().high()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(fit.verdict()).startsWith("the sizes leave the exponent open towards 0 and above; ");
    }

    /** What falls ever faster would have its limit below 0, were it allowed to. */
    @Test
    void whatCannotBeNegativeHasALeastLimit() {
        Random random = new Random(5);
        int fitted = 0;
        for (int trial = 0; trial < 600; trial++) {
            int[] size = new int[18];
            double[] value = new double[18];
            for (int k = 0; k < 18; k++) {
                size[k] = 32 << (k / 3);
                value[k] = Math.abs(1.2 - 0.1 * Math.pow(Math.floorDiv(k, 3), 1.5) + 0.2 * random.nextGaussian());
            }
            FiniteSizeFit fit = FiniteSizeFit.of(size, value, true);
            if (fit.fitted()) {
                assertThat(fit.limit().low()).isNotNegative();
                fitted++;
            }
        }
        assertThat(fitted).isPositive();
    }

    @Test
    void theBandOfWhatCannotBeNegativeIsNotEither() {
        int[] sizes = {32, 64, 128, 256, 512};
        FiniteSizeFit fit = fit(sizes, 3, n -> 0.02 + 1 - 32.0 / n, n -> 0.05, true);
        assertThat(fit.fitted()).isTrue();
        assertThat(fit.band())
                .allSatisfy(point -> assertThat(point.value().low()).isNotNegative());
        assertThat(fit.band().get(0).value().low()).isZero();
    }

    @Test
    void oneSeedIsFittedAndSaid() {
        FiniteSizeFit fit = fit(SIZES, 1, n -> 0.1 + 2.0 / n, n -> 1e-4, true);
        assertThat(fit.status()).isEqualTo(Status.FITTED);
        assertThat(fit.alpha().holds(1)).isTrue();
        assertThat(fit.misfitPvalue()).isNaN();
        assertThat(fit.verdict()).endsWith("; one value a size: its error is guessed");
    }

    @Test
    void whatFailedCountsForNothing() {
        int[] size = {32, 64, 64, 128, 256, 512, 1024, 1024};
        double[] value = {3.1, 2.2, Double.NaN, 1.58, 1.12, 0.81, Double.NaN, Double.POSITIVE_INFINITY};
        FiniteSizeFit fit = FiniteSizeFit.of(size, value, true);
        assertThat(fit.sizes()).isEqualTo(5);
        assertThat(fit.values()).isEqualTo(5);
        FiniteSizeFit without =
                FiniteSizeFit.of(new int[] {32, 64, 128, 256, 512}, new double[] {3.1, 2.2, 1.58, 1.12, 0.81}, true);
        assertThat(fit).isEqualTo(without);
        double[] none = new double[8];
        Arrays.fill(none, Double.NaN);
        assertThat(FiniteSizeFit.of(size, none, true).status()).isEqualTo(Status.TOO_FEW_SIZES);
    }

    @Test
    void theOrderOfTheValuesLeavesNoTrace() {
        Random random = new Random(3);
        List<Integer> order = new ArrayList<>();
        int[] size = new int[20];
        double[] value = new double[20];
        for (int k = 0; k < 20; k++) {
            size[k] = SIZES[k % 5];
            value[k] = 1 / Math.sqrt(size[k]) * (1 + 0.05 * random.nextGaussian());
            order.add(k);
        }
        FiniteSizeFit fit = FiniteSizeFit.of(size, value, true);
        Collections.shuffle(order, random);
        int[] sizes = order.stream().mapToInt(k -> size[k]).toArray();
        double[] values = order.stream().mapToDouble(k -> value[k]).toArray();
        assertThat(FiniteSizeFit.of(sizes, values, true)).isEqualTo(fit);
    }

    /** Units change the limit and the amplitude, and nothing else. */
    @Test
    void theScaleOfTheValuesDoesNotMatter() {
        FiniteSizeFit fit = fit(n -> 0.2 + 3 * Math.pow(n, -0.6), 0.01);
        for (double unit : new double[] {1e-300, 1e-170, 1e-9, 1e160, 1e300}) {
            FiniteSizeFit scaled = fit(n -> unit * (0.2 + 3 * Math.pow(n, -0.6)), 0.01);
            assertThat(scaled.status()).as("%s", unit).isEqualTo(Status.FITTED);
            assertThat(scaled.alpha().low()).isCloseTo(fit.alpha().low(), within(1e-6));
            assertThat(scaled.alpha().high()).isCloseTo(fit.alpha().high(), within(1e-6));
            assertThat(scaled.limit().high() / unit).isCloseTo(fit.limit().high(), within(1e-6));
            assertThat(scaled.band().get(0).value().low() / unit)
                    .isCloseTo(fit.band().get(0).value().low(), within(1e-6));
        }
    }

    @Test
    void theBandHoldsTheFitAndPinchesNowhereToNothing() {
        FiniteSizeFit fit = fit(n -> 0.2 + 3 * Math.pow(n, -0.6), 0.02);
        assertThat(fit.band()).hasSize(9);
        assertThat(fit.band().get(0).n()).isEqualTo(32);
        assertThat(fit.band().get(8).n()).isEqualTo(512);
        for (BandPoint point : fit.band()) {
            double mean = 0.2 + 3 * Math.pow(point.n(), -0.6);
            assertThat(point.value().holds(mean)).as("%s", point).isTrue();
            assertThat(point.value().high() - point.value().low()).isBetween(0.001 * mean, 0.2 * mean);
        }
    }

    @Test
    void sizesWithoutTheirValuesAreRefused() {
        assertThatThrownBy(() -> FiniteSizeFit.of(new int[3], new double[2], true))
                .hasMessageContaining("got 3 and 2");
    }
}
