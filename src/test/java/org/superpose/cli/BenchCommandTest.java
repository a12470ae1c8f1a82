package org.superpose.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.superpose.Slow;

@Slow
class BenchCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyColumn() throws IOException {
        CommandLines ran = bench("--kernel", "cpu,reference", "--n", "24", "--m", "6", "--density", "0.1,0.2");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains("kernel cpu: ")
                .contains("dense product: ")
                .contains("GFLOP/s on one thread");
        assertThat(ran.lines()).hasSize(4);
        for (String line : ran.lines()) {
            JsonNode row = JSON.readTree(line);
            assertThat(List.of("cpu", "reference")).contains(row.get("kernel").textValue());
            assertThat(row.get("n").intValue()).isEqualTo(24);
            assertThat(row.get("ms_per_step").doubleValue())
                    .isGreaterThanOrEqualTo(row.get("ms_fastest").doubleValue());
            assertThat(row.get("gflops").doubleValue() * row.get("ms_per_step").doubleValue() * 1e6)
                    .isCloseTo(10.0 * 128 * 24 * 6, within(1.0));
            assertThat(row.get("over_sgemm").doubleValue())
                    .isCloseTo(
                            row.get("gflops").doubleValue()
                                    / row.get("sgemm_gflops").doubleValue(),
                            within(1e-9));
            assertThat(row.get("active_fraction").doubleValue()).isBetween(0.0, 1.0);
            assertThat(row.get("bytes_per_step").longValue()).isNotNegative();
            assertThat(row.get("session_bytes").longValue()).isPositive();
            assertThat(row.get("memory_ratio").doubleValue()).isPositive();
        }
        assertThat(ran.lines().get(3)).contains("\"density\":0.2");
    }

    @Test
    void statisticsBesideTheirProduct() throws IOException {
        CommandLines ran = bench("--statistics", "--n", "40,50", "--m", "8,9", "--tied");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JsonNode row = JSON.readTree(ran.lines().get(1));
        assertThat(row.get("n").intValue()).isEqualTo(50);
        assertThat(row.get("tied").booleanValue()).isTrue();
        assertThat(row.get("product").textValue()).isNotBlank();
        assertThat(row.get("ratio").doubleValue())
                .isCloseTo(
                        row.get("ms_statistics").doubleValue()
                                / row.get("ms_product").doubleValue(),
                        within(1e-9));
    }

    @Test
    void leavesOutWhatWouldTakeForEver() {
        CommandLines ran = bench("--kernel", "reference", "--n", "512", "--m", "256", "--longest-step", "1e-6");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err())
                .containsPattern("left out: kernel reference at n = 512, m = 256, where a step takes about \\d+ s");
        assertThat(ran.lines()).isEmpty();
    }

    @Test
    void oneDensityForEachOrForAll() {
        CommandLines ran = bench("--n", "20,30,40", "--density", "0.1,0.2");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("3 n, 3 m, 2 densities");
        assertThat(bench("--n", "20", "--m", "21").err()).contains("1 <= --m <= --n; got n = 20, m = 21");
        assertThat(bench("--density", "0").err()).contains("--density must be a number in [1e-9, 1]; got 0");
    }

    private static CommandLines bench(String... arguments) {
        String[] all = new String[arguments.length + 7];
        all[0] = "bench";
        all[1] = "--seconds";
        all[2] = "0.01";
        all[3] = "--format";
        all[4] = "json";
        all[5] = "--batch";
        all[6] = "128";
        System.arraycopy(arguments, 0, all, 7, arguments.length);
        return CommandLines.run(all);
    }
}
