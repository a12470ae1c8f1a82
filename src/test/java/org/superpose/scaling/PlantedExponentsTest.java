package org.superpose.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.superpose.Slow;

/**
 * Tables of A + c n^(−α), falling and rising, whose values scatter about it: the intervals hold the truth in at least 90 % of {@value #TRIALS} of each
 * kind, and are not much wider than the inverse of the Fisher information allows.
 */
@Slow
class PlantedExponentsTest {
    private static final int TRIALS = 200;

    /** Student's t for some ten degrees of freedom is 2.2 and not 2, and some of them go to variances. */
    private static final double WIDEST = 1.2;

    /** Of one seed each at six sizes three degrees of freedom are left: t is 3.2. */
    private static final double WIDEST_OF_ONE_SEED = 2.2;

    private static final int[] FIVE = {32, 64, 128, 256, 512};
    private static final int[] SIX = {32, 64, 128, 256, 512, 1024};

    /**
     * @param amplitude of the first size, c 32^(−α)
     * @param noise standard deviation over the mean, or over the mean of the first size where it is not relative
     */
    private record Kind(
            double alpha,
            double limit,
            double amplitude,
            double noise,
            boolean relative,
            int seeds,
            int[] sizes,
            boolean nonnegative) {
        double mean(int n) {
            return limit + amplitude * Math.pow(n / 32.0, -alpha);
        }

        double deviation(int n) {
            return noise * Math.abs(relative ? mean(n) : mean(32));
        }

        String name() {
            return alpha + ", " + limit + (amplitude > 0 ? " falling, " : " rising, ") + noise
                    + (relative ? " relative, " : ", ") + seeds + " × " + sizes.length
                    + (nonnegative ? "" : ", signed");
        }

        FiniteSizeFit fit(Random random) {
            int[] size = new int[seeds * sizes.length];
            double[] value = new double[size.length];
            for (int k = 0; k < size.length; k++) {
                size[k] = sizes[k / seeds];
                value[k] = mean(size[k]) + deviation(size[k]) * random.nextGaussian();
            }
            return FiniteSizeFit.of(size, value, nonnegative);
        }

        /** Four standard errors of α, were α, A and c the only unknowns and the law linear in them. */
        double leastWidth() {
            double[][] information = new double[3][3];
            for (int n : sizes) {
                double z = Math.pow(n / 32.0, -alpha);
                double[] gradient = {1, z, -amplitude * z * Math.log(n / 32.0)};
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 3; j++) {
                        information[i][j] += gradient[i] * gradient[j] * seeds / Math.pow(deviation(n), 2);
                    }
                }
            }
            double variance = new LUDecomposition(new Array2DRowRealMatrix(information))
                    .getSolver()
                    .getInverse()
                    .getEntry(2, 2);
            return 4 * Math.sqrt(variance);
        }
    }

    private static Kind falling(double alpha, double limit, double noise, boolean relative, int seeds, int[] sizes) {
        return new Kind(alpha, limit, 1, noise, relative, seeds, sizes, true);
    }

    private static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (double alpha : new double[] {0.25, 0.5, 1, 2}) {
            for (double limit : new double[] {0, 0.05, 0.5}) {
                for (double noise : new double[] {0.01, 0.05}) {
                    kinds.add(falling(alpha, limit, noise, true, 3, SIX));
                    kinds.add(falling(alpha, limit, noise, true, 5, FIVE));
                    kinds.add(falling(alpha, limit, noise, true, 10, FIVE));
                }
            }
            kinds.add(falling(alpha, 0, 0.01, true, 1, SIX));
            kinds.add(falling(alpha, 0.5, 0.01, true, 1, SIX));
            kinds.add(falling(alpha, 0, 0.01, false, 5, FIVE));
            kinds.add(falling(alpha, 0.5, 0.01, false, 5, FIVE));
            kinds.add(new Kind(alpha, 1, -0.4, 0.01, true, 5, SIX, true));
            kinds.add(new Kind(alpha, 1, -0.4, 0.01, false, 3, SIX, false));
            kinds.add(new Kind(alpha, -0.3, 1, 0.01, false, 5, SIX, false));
            kinds.add(new Kind(alpha, 0.3, -1, 0.01, false, 10, FIVE, false));
        }
        return kinds;
    }

    /** Rising by little, under scatter: 1 − 0.4 (n/32)^(−α). */
    private static List<Kind> weak() {
        List<Kind> kinds = new ArrayList<>();
        for (boolean nonnegative : new boolean[] {true, false}) {
            for (double alpha : new double[] {0.1, 0.25}) {
                for (double deviation : new double[] {0.01, 0.024, 0.04}) {
                    kinds.add(new Kind(alpha, 1, -0.4, deviation / 0.6, false, 3, SIX, nonnegative));
                }
            }
        }
        return kinds;
    }

    @TestFactory
    List<DynamicTest> intervalsHoldTheTruthAndAreNotWide() {
        return kinds().stream()
                .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> check(kind)))
                .toList();
    }

    /** A limit that cannot be seen is not one that is not there. */
    @TestFactory
    List<DynamicTest> whatIsHardToSeeIsOpenAndNotWithoutLimit() {
        return weak().stream()
                .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> checkWeak(kind)))
                .toList();
    }

    private static void checkWeak(Kind kind) {
        Random random = new Random(6);
        int limitless = 0;
        int fitted = 0;
        int held = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            FiniteSizeFit fit = kind.fit(random);
            limitless += fit.status() == Status.NO_LIMIT ? 1 : 0;
            if (fit.fitted()) {
                fitted++;
                held += fit.alpha().holds(kind.alpha) && fit.limit().holds(kind.limit) ? 1 : 0;
            }
        }
        assertThat(limitless).as("without limit").isLessThanOrEqualTo(TRIALS / 20);
        assertThat(fitted).as("fitted").isGreaterThan(TRIALS / 2);
        assertThat(held).as("intervals that hold α and A_∞").isGreaterThanOrEqualTo(fitted * 9 / 10);
    }

    private static void check(Kind kind) {
        Random random = new Random(6);
        int alphas = 0;
        int limits = 0;
        int unfitted = 0;
        double[] widths = new double[TRIALS];
        for (int trial = 0; trial < TRIALS; trial++) {
            FiniteSizeFit fit = kind.fit(random);
            if (!fit.fitted()) {
                widths[trial] = Double.POSITIVE_INFINITY;
                unfitted++;
                continue;
            }
            alphas += fit.alpha().holds(kind.alpha) ? 1 : 0;
            limits += fit.limit().holds(kind.limit) ? 1 : 0;
            if (kind.nonnegative && kind.relative) {
                assertThat(fit.limit().low()).as("least A_∞").isNotNegative();
                assertThat(fit.band())
                        .allSatisfy(point -> assertThat(point.value().low()).isNotNegative());
            }
            widths[trial] = fit.alpha().high() - fit.alpha().low();
        }
        Arrays.sort(widths);
        assertThat(unfitted).as("not fitted").isLessThanOrEqualTo(TRIALS / 20);
        assertThat(alphas).as("intervals that hold α").isGreaterThanOrEqualTo(TRIALS * 9 / 10);
        assertThat(limits).as("intervals that hold A_∞").isGreaterThanOrEqualTo(TRIALS * 9 / 10);
        assertThat(widths[TRIALS / 2])
                .as("median width of α's intervals")
                .isLessThan((kind.seeds == 1 ? WIDEST_OF_ONE_SEED : WIDEST) * kind.leastWidth());
    }
}
