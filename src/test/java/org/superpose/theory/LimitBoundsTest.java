package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitBoundsTest {
    private static final double[] DENSITIES = {1e-6, 1e-5, 1e-4, 1e-3, 0.003, 0.01, 0.03, 0.1, 0.2, 0.5, 0.8, 1};
    private static final double[] RATIOS = {1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.9999};

    @Test
    void everyLossIsBetweenItsBounds() {
        for (double density : DENSITIES) {
            for (double ratio : RATIOS) {
                LimitBounds bounds = LimitBounds.of(density, ratio);
                double optimal = OptimalDecoder.of(density, ratio).loss();
                double limit = ThermodynamicLimit.of(density, ratio).loss();
                double sigma = ThermodynamicLimit.leastNoise(density, ratio);
                double published = density * sigma * sigma * (1.5 - density / 2 + 2 * Math.log(1 / density));
                String point = "p = " + density + ", r = " + ratio;
                assertThat(bounds.lower()).as(point).isPositive().isLessThan(optimal);
                assertThat(optimal).as(point).isLessThanOrEqualTo(limit * (1 + 1e-12));
                assertThat(limit)
                        .as(point)
                        .isLessThanOrEqualTo(Math.min(bounds.upper(), bounds.scaled()) * (1 + 1e-12));
                assertThat(bounds.upper())
                        .as(point)
                        .isLessThanOrEqualTo(ClosedForms.featureVariance(density) * (1 - ratio));
                assertThat(bounds.scaled()).as(point).isLessThanOrEqualTo(bounds.explicit());
                assertThat(bounds.explicit()).as(point).isLessThanOrEqualTo(published * (1 + 1e-12));
            }
        }
    }

    /** How far the bounds are at worst, so that a weaker one is noticed. */
    @Test
    void theBoundsAreWithinAFactor() {
        for (double density : DENSITIES) {
            for (double ratio : RATIOS) {
                LimitBounds bounds = LimitBounds.of(density, ratio);
                double limit = ThermodynamicLimit.of(density, ratio).loss();
                assertThat(bounds.upper() / limit).isLessThan(4.7);
                assertThat(OptimalDecoder.of(density, ratio).loss() / bounds.lower())
                        .isLessThan(15);
                if (density <= 0.01) {
                    assertThat(bounds.scaled() / limit).isLessThan(1.34);
                }
            }
        }
    }

    /** Few dimensions for the features: constant − lower is at most 2r v₁, so L* → v₁. */
    @Test
    void strongCompression() {
        for (double density : new double[] {1e-3, 0.1, 1}) {
            double ratio = 1e-4 * density;
            LimitBounds bounds = LimitBounds.of(density, ratio);
            assertThat(1 - bounds.lower() / ClosedForms.featureVariance(density))
                    .isCloseTo(2 * ratio, within(0.01 * ratio));
            assertThat(1 - bounds.upper() / ClosedForms.featureVariance(density))
                    .isCloseTo(ratio, within(1e-9));
        }
    }

    @Test
    void theEntropyBoundIsCPSigmaSquaredForLittleNoise() {
        double sigma = 1e-5;
        double factor = 6 / (Math.PI * Math.E);
        assertThat(LimitBounds.entropyBound(0.02, sigma))
                .isCloseTo(factor * 0.02 * sigma * sigma, withinPercentage(1e-6));
    }

    /** Columns: p, r, 2L* over p v ln(1/p). */
    @ParameterizedTest
    @CsvSource({"1e-4, 0.5, 0.9503", "1e-5, 0.1, 0.9320", "1e-6, 0.5, 0.9124", "1e-8, 0.5, 0.9081", "1e-20, 0.5, 0.9311"
    })
    void sparseFeatures(double density, double ratio, double part) {
        assertThat(ThermodynamicLimit.of(density, ratio).loss()
                        / LimitBounds.of(density, ratio).sparse())
                .isCloseTo(part, within(6e-5));
    }

    /** σ, so large that the feature drowns in the noise. */
    private static final double LARGE = 1e6;

    /**
     * The loss for r → 0 at the best scale is p/3 − (p²/4) (E ReLU ν)²/E ReLU² ν with ν = σ(k + Z), at least v₁ by Jensen's inequality. Columns: k, E
     * ReLU(k + Z), E ReLU²(k + Z).
     */
    @ParameterizedTest
    @CsvSource({"-1, 0.0833154706, 0.0753397833", "0, 0.3989422804, 0.5", "2, 2.0084907027, 4.9942312733"})
    void largeNoise(double k, double first, double second) {
        double density = 0.3;
        double loss = new SymmetricLoss(density, LARGE).withBestScale(k * LARGE);
        assertThat(loss).isCloseTo(0.1 - 0.0225 * first * first / second, withinPercentage(1e-3));
        assertThat(loss).isGreaterThan(ClosedForms.featureVariance(density));
    }

    @Test
    void aLargeBiasIsAConstantOutput() {
        double before = Double.POSITIVE_INFINITY;
        for (double k = -5; k < 20; k += 0.5) {
            double loss = new SymmetricLoss(0.3, LARGE).withBestScale(k * LARGE);
            assertThat(loss).isGreaterThan(ClosedForms.featureVariance(0.3)).isLessThan(before);
            before = loss;
        }
        assertThat(new SymmetricLoss(0.3, LARGE).withBestScale(1e5 * LARGE))
                .isCloseTo(ClosedForms.featureVariance(0.3), withinPercentage(1e-7));
    }

    @Test
    void withoutCompressionNothingIsLost() {
        assertThat(LimitBounds.of(0.3, 1)).isEqualTo(new LimitBounds(0, 0, 0, 0, 0));
        assertThat(LimitBounds.of(1, 0.5).sparse()).isZero();
    }

    @Test
    void aPointOutsideTheDomainIsRefused() {
        assertThatThrownBy(() -> LimitBounds.of(2, 0.5)).hasMessageContaining("density");
        assertThatThrownBy(() -> LimitBounds.of(0.1, 2)).hasMessageContaining("ratio");
    }
}
