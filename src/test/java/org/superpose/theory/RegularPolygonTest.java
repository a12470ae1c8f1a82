package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegularPolygonTest {
    /** Chen et al. 2023, and the values of h_k that belong to it. */
    @ParameterizedTest
    @CsvSource({
        "4, 1, 0, 0",
        "5, 1.17046, -.28230, .23738",
        "6, 1.32053, -.61814, .86746",
        "7, 1.44839, -.96691, 1.74870",
        "8, 1.55045, -1.29119, 2.77311",
    })
    void publishedPolygons(int corners, double radius, double bias, double potential) {
        RegularPolygon polygon = RegularPolygon.sparseOptimum(corners);
        assertThat(polygon.radius()).isCloseTo(radius, within(1e-5));
        assertThat(polygon.bias()).isCloseTo(bias, within(1e-5));
        assertThat(polygon.potential()).isCloseTo(potential, within(1e-5));
    }

    /** The two stationarity equations of Chen et al. 2023, with s the integer in [k/4 − 1, k/4). */
    @ParameterizedTest
    @CsvSource({"5", "6", "7", "8", "12"})
    void publishedEquations(int k) {
        RegularPolygon polygon = RegularPolygon.sparseOptimum(k);
        double x = polygon.radius();
        double y = polygon.bias();
        int s = (int) Math.ceil(k / 4.0 - 1);
        double f = 1;
        double g = 1;
        double h = 1;
        for (int j = 1; j <= s; j++) {
            double cosine = Math.cos(2 * Math.PI * j / k);
            f += 2 * cosine * cosine;
            g += 2 * cosine;
            h += 2 / cosine;
        }
        double x2 = x * x;
        double x4 = x2 * x2;
        assertThat(x4 * x2 * g + x2 * y * y * h + 2 * x4 * y * (1 + 2 * s) + y * y - x4)
                .isCloseTo(0, within(1e-6));
        assertThat(2 * x4 * x4 * f + 3 * x4 * x2 * y * g - x2 * y * y * y * h - 2 * x4 * x2 - 2 * y * y * y)
                .isCloseTo(0, within(1e-6));
    }

    /** Columns: c, k, features with the bias 1/(2c), the loss of one active feature among c. */
    @ParameterizedTest
    @CsvSource({
        "6, 4, 0, .11111",
        "6, 4, 1, .10417",
        "6, 4, 2, .09722",
        "6, 5, 0, .06874",
        "6, 5, 1, .06180",
        "6, 6, 0, .04819",
        "5, 4, 0, .06667",
        "5, 4, 1, .05667",
        "5, 5, 0, .01583",
    })
    void publishedLossesBesideUnusedFeatures(int features, int corners, int biased, double loss) {
        RegularPolygon polygon = RegularPolygon.sparseOptimum(corners);
        assertThat(polygon.oneHotLoss(features, biased)).isCloseTo(loss, within(6e-6));
    }

    /** By quadrature of the definition, with features beside the polygon, for both signs of the bias. */
    @ParameterizedTest
    @CsvSource({
        "5, 1.1, -.3, 7, 1",
        "5, 1.1, .2, 7, 1",
        "8, 1.4, -1.2, 8, 0",
        "4, .9, .2, 4, 0",
        "3, .4, .3, 6, 2",
        "7, 1.3, .1, 7, 0"
    })
    void oneActiveFeature(int corners, double radius, double bias, int features, int biased) {
        RegularPolygon polygon = new RegularPolygon(corners, radius, bias);
        int steps = 20_000;
        double sum = 0;
        for (int active = 0; active < features; active++) {
            for (int output = 0; output < features; output++) {
                boolean drawn = active < corners && output < corners;
                double gain = drawn ? radius * radius * Math.cos(2 * Math.PI * (output - active) / corners) : 0;
                double b = output < corners ? bias : output < corners + biased ? 0.5 / features : -1;
                for (int q = 0; q < steps; q++) {
                    double u = (q + 0.5) / steps;
                    double error = (output == active ? u : 0) - Math.max(0, gain * u + b);
                    sum += error * error;
                }
            }
        }
        assertThat(polygon.oneHotLoss(features, biased)).isCloseTo(sum / steps / features, within(1e-8));
    }

    /** Columns: S, the loss summed over five features, the norm and bias (by quasi Monte Carlo, to about 1e-4). */
    @ParameterizedTest
    @CsvSource({
        ".9, .02632, 1.102, -.211",
        ".95, .008905, 1.136, -.248",
        ".99, .001001, 1.164, -.276",
        ".999999, 7.9126e-8, 1.17046, -.28230",
    })
    void publishedPentagons(double sparsity, double loss, double radius, double bias) {
        RegularPolygon pentagon = RegularPolygon.optimum(5, 1 - sparsity);
        assertThat(5 * pentagon.loss(1 - sparsity)).isCloseTo(loss, within(1e-3 * loss));
        assertThat(pentagon.radius()).isCloseTo(radius, within(2e-3));
        assertThat(pentagon.bias()).isCloseTo(bias, within(2e-3));
    }

    /** n = 3, m = 2 at S = 0.3: the triangle is the best model. */
    @Test
    void theTriangle() {
        assertThat(3 * RegularPolygon.optimum(3, 0.7).loss(0.7)).isCloseTo(0.10222, within(1e-4));
        assertThat(3 * RegularPolygon.optimum(3, 0.9).loss(0.9)).isCloseTo(0.09625, within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1, .1, 1",
        "3, .8, -.2, .5",
        "4, 1.1, -.1, .3",
        "5, 1.13, -.25, .05",
        "5, .7, .3, 1",
        "6, 1.3, -.5, .4",
        "7, 1.4, -.9, .7",
        "8, 1.5, -1.2, 1",
        "8, .5, .4, .2",
        "12, 1.03, -.4, .6"
    })
    void samplesAgree(int corners, double radius, double bias, double density) {
        Random random = new Random(corners);
        int count = 200_000;
        double sum = 0;
        double squares = 0;
        for (int t = 0; t < count; t++) {
            double x = 0;
            double y = bias;
            for (int j = 0; j < corners; j++) {
                double value = random.nextDouble() < density ? random.nextDouble() : 0;
                x = j == 0 ? value : x;
                y += radius * radius * Math.cos(2 * Math.PI * j / corners) * value;
            }
            double error = (x - Math.max(0, y)) * (x - Math.max(0, y));
            sum += error;
            squares += error * error;
        }
        double mean = sum / count;
        double deviation = Math.sqrt((squares / count - mean * mean) / count);
        assertThat(new RegularPolygon(corners, radius, bias).loss(density)).isCloseTo(mean, within(4.5 * deviation));
    }

    /** The same sum in rational arithmetic: what rounding costs. */
    @ParameterizedTest
    @CsvSource({
        "5, 1.1346, -.2463, .05, .0017807187537211377, 1e-14",
        "7, 1.45, -.96, 1, .2684752059092503, 1e-14",
        "8, 1.5, -1.2, 1, .28644983397997703, 1e-14",
        "8, .7, .047, .3, .05214937116461067, 1e-14",
        "8, .5, .5, 1, .06249994627035112, 1e-12",
        "8, .25, .9, 1, .23421875, 1e-9",
    })
    void rationalArithmetic(int k, double radius, double bias, double density, double loss, double relative) {
        assertThat(new RegularPolygon(k, radius, bias).loss(density)).isCloseTo(loss, within(relative * loss));
    }

    /** With a bias that no feature can undo the output is linear: variance of the error, and its mean. */
    @ParameterizedTest
    @CsvSource({"3, 2", "5, 3", "8, 3", "8, 12", "12, 5"})
    void theSumLosesNoDigits(int corners, double bias) {
        for (double density : new double[] {1, 0.5, 0.01}) {
            double variance = ClosedForms.featureVariance(density);
            double mean = density / 2 - bias;
            double own = 1;
            double expected = mean * mean;
            for (int j = 0; j < corners; j++) {
                double gain = own * Math.cos(2 * Math.PI * j / corners);
                double error = (j == 0 ? 1 : 0) - gain;
                expected += variance * error * error;
            }
            assertThat(new RegularPolygon(corners, 1, bias).loss(density)).isCloseTo(expected, within(1e-7 * expected));
        }
    }

    @Test
    void theSquareIsTwoAntipodalPairs() {
        for (double density : new double[] {1, 0.3, 1e-3}) {
            assertThat(new RegularPolygon(4, 1, 0).loss(density))
                    .isCloseTo(new AntipodalPair(density).loss(), within(1e-16));
        }
    }

    @ParameterizedTest
    @CsvSource({"3, .5", "4, .05", "5, .05", "5, 1", "6, .01", "8, .3", "8, 1e-5"})
    void noNeighbourOfAnOptimumIsBetter(int corners, double density) {
        RegularPolygon best = RegularPolygon.optimum(corners, density);
        double least = best.loss(density);
        assertThat(least).isPositive().isLessThan(ClosedForms.featureVariance(density));
        for (double step : new double[] {1e-4, 1e-2, 0.1, 0.5}) {
            for (int direction = 0; direction < 8; direction++) {
                double angle = direction * Math.PI / 4;
                RegularPolygon other = new RegularPolygon(
                        corners,
                        best.radius() * Math.exp(step * Math.cos(angle)),
                        best.bias() + step * Math.sin(angle));
                assertThat(other.loss(density)).isGreaterThan(least);
            }
        }
    }

    @Test
    void fewFeaturesAreActiveInSparseData() {
        RegularPolygon hexagon = new RegularPolygon(6, 1.3, -0.6);
        double p = 1e-7;
        assertThat(hexagon.loss(p) * 3 * 6 / p).isCloseTo(hexagon.potential(), within(1e-5));
    }

    @Test
    void otherPolygonsAreRefused() {
        assertThatThrownBy(() -> new RegularPolygon(2, 1, 0)).hasMessageContaining("got 2, 1.0, 0.0");
        assertThatThrownBy(() -> new RegularPolygon(13, 1, 0)).hasMessageContaining("3 to 12");
        assertThatThrownBy(() -> new RegularPolygon(5, 0, 0)).hasMessageContaining("radius");
        assertThatThrownBy(() -> new RegularPolygon(5, 1, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new RegularPolygon(5, 1, 0).oneHotLoss(4, 0)).hasMessageContaining("4 features");
        for (double density : new double[] {0, 1.5, Double.NaN}) {
            assertThatThrownBy(() -> RegularPolygon.optimum(5, density)).hasMessageContaining("density");
        }
    }
}
