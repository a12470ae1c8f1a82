package org.superpose.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    private static final int COUNT = 100_000;

    @Test
    void uniformsAreUniform() {
        double[] u = RandomStream.of("model", "init").uniforms(0, COUNT);
        // standard errors: mean 1/√(12 N), second moment √(4/45 N)
        assertThat(Arrays.stream(u).average().orElseThrow()).isCloseTo(0.5, within(4 / Math.sqrt(12.0 * COUNT)));
        assertThat(Arrays.stream(u).map(x -> x * x).average().orElseThrow())
                .isCloseTo(1 / 3.0, within(4 * Math.sqrt(4 / 45.0 / COUNT)));
        double p = new KolmogorovSmirnovTest()
                .kolmogorovSmirnovTest(new UniformRealDistribution(), Arrays.copyOf(u, 10_000));
        assertThat(p).isBetween(1e-3, 1.0);
        assertThat(Arrays.stream(u).min().orElseThrow()).isPositive();
        assertThat(Arrays.stream(u).max().orElseThrow()).isLessThan(1);
    }

    @Test
    void isAFunctionOfItsNameAndPageAlone() {
        RandomStream stream = RandomStream.of("model", "train");
        double[] first = stream.uniforms(7, 33);
        stream.uniforms(8, 5);
        assertThat(stream.uniforms(7, 33)).isEqualTo(first);
        assertThat(RandomStream.of("model", "train").uniforms(7, 33)).isEqualTo(first);
    }

    @Test
    void streamsAndPagesAreUncorrelated() {
        double[] base = RandomStream.of("model", "train").uniforms(0, COUNT);
        double[][] others = {
            RandomStream.of("model", "train").uniforms(1, COUNT),
            RandomStream.of("model", "train").uniforms(1L << 32, COUNT),
            RandomStream.of("model", "evaluate").uniforms(0, COUNT),
            RandomStream.of("modem", "train").uniforms(0, COUNT)
        };
        for (double[] other : others) {
            assertThat(new PearsonsCorrelation().correlation(base, other)).isCloseTo(0, within(4 / Math.sqrt(COUNT)));
        }
    }
}
