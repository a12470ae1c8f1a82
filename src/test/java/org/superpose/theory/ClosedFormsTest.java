package org.superpose.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.superpose.model.Importance;

class ClosedFormsTest {
    @Test
    void publishedValues() {
        // Elhage et al. 2022, basic figure at S = 0, summed over the 20 features; and p = 0.045, r = 1/4.
        ClosedForms basic = ClosedForms.of(20, 5, 1, new Importance.Decay(0.7));
        assertThat(20 * basic.lossLinear()).isCloseTo(0.046464, within(5e-7));
        ClosedForms rug = ClosedForms.of(512, 128, 0.045, new Importance.Decay(1));
        assertThat(rug.lossLinear()).isCloseTo(0.010870, within(5e-7));
        assertThat(rug.v1()).isCloseTo(0.014494, within(5e-7));
        assertThat(rug.lossConstant()).isEqualTo(rug.v1());
        assertThat(Math.sqrt(rug.noiseBound())).isCloseTo(0.208522, within(5e-7));
    }

    @Test
    void theMostImportantFeatureIsKeptWhereverItIs() {
        double v1 = ClosedForms.featureVariance(0.3);
        ClosedForms heavyLast = ClosedForms.of(3, 1, 0.3, new Importance.Last(5));
        assertThat(heavyLast.lossLinear()).isCloseTo(v1 * 2 / 3, within(1e-15));
        assertThat(heavyLast.lossConstant()).isCloseTo(v1 * 7 / 3, within(1e-15));
        ClosedForms lightLast = ClosedForms.of(3, 2, 0.3, new Importance.Last(0.25));
        assertThat(lightLast.lossLinear()).isCloseTo(v1 * 0.25 / 3, within(1e-15));
    }

    @Test
    void aFullRankModelLosesNothing() {
        ClosedForms full = ClosedForms.of(7, 7, 0.2, new Importance.Decay(0.9));
        assertThat(full.lossLinear()).isZero();
        assertThat(full.noiseBound()).isZero();
    }

    @Test
    void densityOutsideItsRangeIsRefused() {
        for (double density : new double[] {0, -0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> ClosedForms.featureVariance(density)).hasMessageContaining("density");
        }
    }
}
