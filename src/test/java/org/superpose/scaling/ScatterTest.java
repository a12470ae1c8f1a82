package org.superpose.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.OneWayAnova;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScatterTest {
    /** Of two degrees of freedom above, P = (1 + 2 F/ν)^(−ν/2), however small. */
    @ParameterizedTest
    @CsvSource({"1, 6", "4, 12", "50, 40", "400, 40", "1e8, 6"})
    void smallProbabilitiesAreNotRoundedToZero(double ratio, int freedom) {
        double exact = Math.pow(1 + 2 * ratio / freedom, -0.5 * freedom);
        assertThat(exact).isPositive();
        assertThat(Scatter.upperTail(3 * ratio, 3, 2, freedom)).isCloseTo(exact, within(1e-9 * exact));
    }

    @Test
    void whatIsNoNumberIsNoEvidenceOfNothing() {
        assertThat(Scatter.upperTail(0, 0, 2, 5)).isEqualTo(1);
        assertThat(Scatter.upperTail(1, 0, 2, 5)).isZero();
        assertThatThrownBy(() -> Scatter.upperTail(Double.NaN, 1, 2, 5)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Scatter.upperTail(1, Double.NaN, 2, 5)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Scatter.upperTail(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 2, 5))
                .isInstanceOf(ArithmeticException.class);
    }

    /** With equal weights it is the analysis of variance of the books, but for two degrees of freedom. */
    @Test
    void sizesAreComparedByTheirSeedsAlone() {
        double[][] groups = {{1, 2, 4, 3}, {2, 5, 4, 4}, {6, 3, 5, 7}};
        int[] size = IntStream.range(0, 12).map(k -> 10 << (k / 4)).toArray();
        double[] value =
                IntStream.range(0, 12).mapToDouble(k -> groups[k / 4][k % 4]).toArray();
        Replicates data = Replicates.of(size, value);
        double unit = data.unit() * data.unit();
        double f = new OneWayAnova().anovaFValue(List.of(groups));
        double within = 5 + 4.75 + 8.75;
        double between = f * within / 9 * 2;
        double pvalue = Scatter.sizesPvalue(data, within / unit, between / unit, 0);
        assertThat(pvalue).isCloseTo(Scatter.upperTail(f * 7 / 9, 1, 2, 7), within(1e-12));
        assertThat(Scatter.sizesPvalue(Replicates.of(new int[] {1, 2, 3}, new double[] {1, 2, 3}), 0, 1, 0))
                .isNaN();
    }
}
