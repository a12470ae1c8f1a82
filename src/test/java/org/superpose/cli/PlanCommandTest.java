package org.superpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.config.Setting;

class PlanCommandTest {
    @TempDir
    private Path directory;

    private CommandLines plan(String sweep, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("sweep.yaml"), sweep);
        String[] arguments = {
            "plan", file.toString(), "--out", directory.resolve("results").toString(), "--set", "kernel=reference"
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
        System.arraycopy(options, 0, all, arguments.length, options.length);
        CommandLines result = CommandLines.run(all);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    /**
     * Every setting varies in the golden sweep. Its tiled models are left out, because their block would have to be there, and with them model.from.
     */
    @Test
    void everySettingIsShownToPeopleAndToPrograms() throws IOException {
        String sweep = Files.readAllLines(Path.of("src", "test", "resources", "golden", "every-setting.yaml")).stream()
                .filter(line -> !line.contains("tiled"))
                .collect(Collectors.joining("\n"));
        String[] keys = Arrays.stream(Setting.values())
                .filter(setting -> setting != Setting.FROM)
                .map(Setting::key)
                .toArray(String[]::new);
        List<String> lines = plan(sweep).lines();
        assertThat(lines.subList(0, lines.indexOf("")).stream().map(line -> line.split(" +", 2)[0]))
                .contains(keys)
                .hasSize(keys.length + 1);
        JsonNode axes = new ObjectMapper()
                .readTree(plan(sweep, "--format", "json").out())
                .get("axes");
        assertThat(axes.fieldNames()).toIterable().contains(keys).contains("seed");
    }

    /** At p = 1e-6 a plain batch of 1024 samples has an active feature of 8 once in a hundred times. */
    @Test
    void pointsThatCannotLearnAreTold() throws IOException {
        String sweep = "grid: {n: 8, m: 2, density: [1e-6, 0.5]}\ntraining: {recipe: %s, steps: 300}\n";
        assertThat(plan(sweep.formatted("anthropic")).err())
                .contains("1 of 2 points cannot learn", "fewer than 100 times", "too_few_active", "stratified");
        assertThat(plan(sweep.formatted("fast")).err()).doesNotContain("cannot learn");
        assertThat(plan(sweep.formatted("fast"), "--set", "training.sampling=plain")
                        .err())
                .contains("1 of 2 points cannot learn");
    }

    @Test
    void valuesStandWithTheNumberOfTheirPoints() throws IOException {
        String sweep = """
                blocks:
                  - {n: 8, m: 2, density: 0.1, model.output: leaky_relu, model.slope: [0.01, 0.1]}
                  - {n: 8, m: 2, density: 0.1}
                """;
        assertThat(plan(sweep).lines())
                .startsWith(
                        "model.output                 leaky_relu (2), relu (1)",
                        "model.slope                  0.01, 0.1, none",
                        "");
        assertThat(plan(sweep, "--format", "json").out())
                .contains("\"axes\":{\"model.output\":[{\"value\":\"leaky_relu\",\"points\":2},"
                        + "{\"value\":\"relu\",\"points\":1}],\"model.slope\":[{\"value\":0.01,\"points\":1},"
                        + "{\"value\":0.1,\"points\":1},{\"value\":\"none\",\"points\":1}]}");
        assertThat(plan(sweep, "--format", "csv").lines().get(0)).endsWith(",axes");
    }

    /** A tenth of the standard error takes a hundred times as many samples, and that much longer. */
    @Test
    void thePrecisionOfTheLossIsShownAndCosts() throws IOException {
        String sweep = "grid: {n: 64, m: 16, density: 0.05, training.steps: 1}\n";
        assertThat(plan(sweep).lines()).anyMatch(line -> line.matches("losses +to a standard error of 0\\.5 %"));
        String finer = sweep + "measure: {precision: 0.0005}\n";
        assertThat(plan(finer).lines()).anyMatch(line -> line.matches("losses +to a standard error of 0\\.05 %"));
        ObjectMapper json = new ObjectMapper();
        JsonNode usual = json.readTree(plan(sweep, "--format", "json").out());
        JsonNode longer = json.readTree(plan(finer, "--format", "json").out());
        assertThat(longer.get("precision").asDouble()).isEqualTo(0.0005);
        double factor = longer.get("machine_factor").asDouble()
                / usual.get("machine_factor").asDouble();
        assertThat(longer.get("core_hours").asDouble())
                .isGreaterThan(20 * factor * usual.get("core_hours").asDouble());
    }
}
