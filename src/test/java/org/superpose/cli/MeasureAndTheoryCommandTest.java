package org.superpose.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Safetensors;
import org.superpose.model.Weights;
import picocli.CommandLine;

class MeasureAndTheoryCommandTest {
    @TempDir
    private Path directory;

    @Test
    void theoryOfThePaper() throws IOException {
        JsonNode row = json("theory", "--n", "512", "--m", "128", "--sparsity", "0.955");
        assertThat(row.get("density").doubleValue()).isEqualTo(0.045);
        assertThat(row.get("loss_linear").doubleValue()).isCloseTo(0.010870, within(5e-7));
        assertThat(row.get("loss_limit").doubleValue()).isCloseTo(0.0048558, within(5e-8));
        assertThat(row.get("limit_a").doubleValue()).isCloseTo(1.2892, within(5e-5));
        assertThat(row.get("limit_b").doubleValue()).isCloseTo(-0.4458, within(5e-5));
        assertThat(row.get("limit_sigma").doubleValue()).isCloseTo(0.208522, within(5e-7));
        assertThat(row.get("noise_bound").doubleValue()).isCloseTo(0.043481, within(5e-7));
    }

    @Test
    void boundsOfTheLimit() throws IOException {
        JsonNode row = json("theory", "--n", "1000", "--m", "100", "--density", "1e-5");
        assertThat(row.get("limit_over_log").doubleValue()).isCloseTo(0.4660, within(5e-5));
        assertThat(row.get("relu_over_optimal").doubleValue())
                .isEqualTo(row.get("loss_limit").doubleValue()
                        / row.get("loss_optimal_decoder").doubleValue())
                .isCloseTo(4.061, within(5e-4));
        List<String> ascending = List.of(
                "loss_lower_bound",
                "loss_optimal_decoder",
                "loss_limit",
                "loss_explicit_scaled",
                "loss_explicit",
                "loss_upper_bound",
                "loss_linear");
        double before = 0;
        for (String column : ascending) {
            assertThat(row.get(column).doubleValue()).as(column).isGreaterThan(before);
            before = row.get(column).doubleValue();
        }
        JsonNode full = json("theory", "--n", "8", "--m", "8", "--density", "1");
        assertThat(full.get("loss_optimal_decoder").doubleValue()).isZero();
        assertThat(full.get("relu_over_optimal").isNull()).isTrue();
        assertThat(full.get("limit_over_log").isNull()).isTrue();
    }

    @Test
    void listsAreCombined() throws IOException {
        String out = run(
                        0,
                        "theory",
                        "--n",
                        "8,16",
                        "--m",
                        "2,4",
                        "--sparsity",
                        "0.9,0",
                        "--columns",
                        "density,m,n",
                        "--format",
                        "csv")
                .out;
        assertThat(out.lines())
                .containsExactly(
                        "density,m,n",
                        "0.1,2,8",
                        "1.0,2,8",
                        "0.1,4,8",
                        "1.0,4,8",
                        "0.1,2,16",
                        "1.0,2,16",
                        "0.1,4,16",
                        "1.0,4,16");
        assertThat(run(0, "theory", "--n", "8", "--m", "2,4", "--density", "1", "--columns", "m,loss_constant").out)
                .isEqualTo("m  loss_constant\n2      0.0833333\n4      0.0833333\n");
        assertThat(run(2, "theory", "--n", "8", "--m", "2", "--density", "1", "--columns", "loss").err)
                .contains("no column \"loss\"; there are n, m,");
        assertThat(run(2, "theory", "--n", "8,4", "--m", "2,6", "--density", "1").err)
                .contains("--n 4 --m 6");
    }

    @Test
    void decayHasNoLimit() throws IOException {
        JsonNode row = json("theory", "--n", "20", "--m", "5", "--density", "1", "--decay", "0.7");
        assertThat(row.get("loss_limit").isNull()).isTrue();
        assertThat(row.get("loss_optimal_decoder").isNull()).isTrue();
        assertThat(row.get("loss_upper_bound").isNull()).isTrue();
        assertThat(20 * row.get("loss_linear").doubleValue()).isCloseTo(0.046464, within(5e-7));
    }

    /** Six digits, computed elsewhere. */
    @ParameterizedTest
    @CsvSource({
        "6, 3, circle, 0.777778",
        "12, 3, circle, 2.755983",
        "15, 3, circle, 3.753765",
        "24, 3, circle, 6.751444",
        "48, 3, circle, 14.750358",
        "12, 4, spherical, 1.421311",
        "24, 5, spherical, 3.277778",
        "2, 1, spherical, 0.166667",
        "8, 2, ladder, 0.875000"
    })
    void theoryOfCodes(int n, int m, String kind, double expected) throws IOException {
        JsonNode row = json("theory", "--n", "" + n, "--m", "" + m, "--density", "1e-5");
        double tolerance = kind.equals("ladder") ? 1e-2 : 6e-7;
        assertThat(row.get("second_order_" + kind).doubleValue()).isCloseTo(expected, within(tolerance));
        assertThat(row.get(kind + "_blocks").textValue()).endsWith(n + " × " + m);
    }

    @Test
    void whatNoCodeIsOfHasNone() throws IOException {
        JsonNode falling = json("theory", "--n", "12", "--m", "3", "--density", "0.1", "--decay", "0.7");
        JsonNode narrow = json("theory", "--n", "30", "--m", "2", "--density", "0.1");
        for (String kind : new String[] {"circle", "spherical", "ladder"}) {
            for (JsonNode row : new JsonNode[] {falling, narrow}) {
                assertThat(row.get("second_order_" + kind).isNull()).isTrue();
                assertThat(row.get(kind + "_blocks").isNull()).isTrue();
            }
        }
    }

    @Test
    void theoryOfSmallModels() throws IOException {
        JsonNode pentagon = json("theory", "--n", "5", "--m", "2", "--sparsity", "0.95");
        assertThat(5 * pentagon.get("loss_polygon").doubleValue()).isCloseTo(0.008905, within(5e-6));
        assertThat(pentagon.get("polygon_radius").doubleValue()).isCloseTo(1.136, within(2e-3));
        assertThat(pentagon.get("polygon_bias").doubleValue()).isCloseTo(-0.248, within(2e-3));
        assertThat(pentagon.get("loss_antipodal").isNull()).isTrue();
        JsonNode pairs = json("theory", "--n", "8", "--m", "4", "--density", "0.1");
        assertThat(pairs.get("loss_antipodal").doubleValue()).isCloseTo(0.01 / 6, within(1e-15));
        assertThat(pairs.get("loss_antipodal_untied").doubleValue()).isCloseTo(0.01 * 25 / 162, within(1e-15));
        assertThat(json("theory", "--n", "8", "--m", "6", "--density", "0.1")
                        .get("loss_antipodal_untied")
                        .doubleValue())
                .isCloseTo(0.01 * 25 / 324, within(1e-15));
        assertThat(pairs.get("loss_linear_without_bias").doubleValue())
                .isCloseTo(pairs.get("loss_linear").doubleValue(), within(1e-15));
        assertThat(pairs.get("rug_lyapunov").doubleValue()).isCloseTo(Math.sqrt(1 / Math.PI), within(1e-15));
        assertThat(pairs.get("rug_lyapunov_raw").doubleValue()).isCloseTo(Math.sqrt(1 / Math.PI), within(1e-15));
        assertThat(pentagon.get("rug_lyapunov").isNull()).isTrue();
        assertThat(pentagon.get("polygon_sparse_radius").doubleValue()).isCloseTo(1.17, within(5e-3));
        assertThat(pentagon.get("polygon_one_hot_loss").doubleValue()).isCloseTo(.01583, within(6e-6));
        assertThat(pairs.get("loss_polygon").isNull()).isTrue();
        assertThat(pairs.get("lambda_rest").doubleValue())
                .isEqualTo(pairs.get("v1").doubleValue());
        assertThat(pairs.get("phase").isNull()).isTrue();
        JsonNode phase = json("theory", "--n", "2", "--m", "1", "--density", "0.1");
        assertThat(phase.get("phase").textValue()).isEqualTo("last shares");
        assertThat(phase.get("phase_loss").doubleValue()).isCloseTo(0.01 / 6, within(1e-15));
        assertThat(phase.get("phase_boundary").doubleValue()).isCloseTo(4.0 / 7, within(1e-15));
        // trace of E[x xᵀ]
        assertThat(pairs.get("lambda_1").doubleValue()
                        + 7 * pairs.get("lambda_rest").doubleValue())
                .isCloseTo(8 * 0.1 / 3, within(1e-15));
    }

    /** Of two rows of the Hadamard matrix of order 4 a row of W has 1 on the diagonal, and 0, 0 and ±1 off it. */
    @Test
    void theRugOfFourFeatures() {
        Path file = directory.resolve("rug.png");
        CommandLines drawn = CommandLines.run(
                "theory", "--n", "4", "--m", "2", "--density", "0.1", "--columns", "n", "--rug", file.toString());
        assertThat(drawn.exitCode()).isZero();
        assertThat(drawn.err()).contains("drew W of a rug, n = 4, m = 2", "Lyapunov ratio 1, raw 1");
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void oneFeatureHasOneEigenvalueAndDecayNoPolygon() throws IOException {
        JsonNode one = json("theory", "--n", "1", "--m", "1", "--density", "0.3");
        assertThat(one.get("lambda_1").doubleValue()).isCloseTo(0.1, within(1e-16));
        assertThat(one.get("lambda_rest").isNull()).isTrue();
        assertThat(one.get("loss_antipodal").doubleValue()).isZero();
        JsonNode decay = json("theory", "--n", "5", "--m", "2", "--density", "0.3", "--decay", "0.5");
        assertThat(decay.get("loss_polygon").isNull()).isTrue();
        assertThat(decay.get("polygon_sparse_bias").isNull()).isTrue();
        assertThat(decay.get("polygon_bias").isNull()).isTrue();
    }

    @Test
    void measureAnAntipodalPair() throws IOException {
        JsonNode row = json("measure", pair().toString(), "--sparsity", "0.9");
        assertThat(row.get("n").intValue()).isEqualTo(2);
        assertThat(row.get("tied").booleanValue()).isTrue();
        assertThat(row.get("density").doubleValue()).isEqualTo(0.1);
        assertThat(row.get("loss").doubleValue())
                .isCloseTo(0.01 / 6, within(4 * row.get("loss_stderr").doubleValue()));
        assertThat(row.get("lyapunov_mean").doubleValue()).isEqualTo(1);
        assertThat(row.get("dims_per_feature").doubleValue()).isEqualTo(0.5);
        assertThat(row.get("w_antisym_norm").doubleValue()).isZero();
        // the pair loses p²/6, and its gradient with respect to a norm c of both, at c = 1, is not 0
        assertThat(row.get("grad_norm").doubleValue())
                .isGreaterThan(row.get("grad_norm_stderr").doubleValue());
        assertThat(row.get("loss_symmetric").doubleValue())
                .isGreaterThan(row.get("loss").doubleValue());
        assertThat(row.get("limit_sigma").doubleValue()).isCloseTo(Math.sqrt(0.1 / 3 - 0.0025), within(1e-12));
    }

    @Test
    void theLossIsAsPreciseAsAskedFor() throws IOException {
        for (double precision : new double[] {0.05, 0.001}) {
            JsonNode row =
                    json("measure", pair().toString(), "--sparsity", "0.9", "--precision", Double.toString(precision));
            assertThat(row.get("loss_stderr").doubleValue() / row.get("loss").doubleValue())
                    .isBetween(1e-9, precision);
        }
    }

    /** An antipodal pair errs only where both are active: E min(u, v)² = 1/6 of each. */
    @Test
    void theLossByActiveFeatures() throws IOException {
        String[] arguments = {"measure", pair().toString(), "--sparsity", "0.9", "--by-active"};
        List<String> csv =
                run(0, with(arguments, "2", "--format", "csv")).out.lines().toList();
        assertThat(csv).hasSize(4);
        assertThat(csv.get(0)).isEqualTo("k,probability,loss,stderr,share");
        String[] pairs = csv.get(3).split(",", -1);
        assertThat(pairs[0]).isEqualTo("2");
        assertThat(Double.parseDouble(pairs[1])).isCloseTo(0.01, within(1e-14));
        assertThat(Double.parseDouble(pairs[2])).isCloseTo(1 / 6.0, within(1e-15));
        assertThat(Double.parseDouble(pairs[3])).isZero();
        assertThat(Double.parseDouble(pairs[4])).isEqualTo(1);
        JsonNode rest = new ObjectMapper()
                .readTree(run(0, with(arguments, "1", "--format", "json"))
                        .out
                        .lines()
                        .toList()
                        .get(2));
        assertThat(rest.get("k").isNull()).isTrue();
        assertThat(rest.get("loss").doubleValue())
                .isCloseTo(1 / 6.0, within(4 * rest.get("stderr").doubleValue()));
        assertThat(run(0, with(arguments, "0")).out)
                .containsPattern("(?m)^ *more ")
                .containsPattern("(?m)^ *all ");
    }

    private static String[] with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** TRec at 1 answers nothing, which loses p/3; basis pursuit answers a lone feature exactly, whatever the decoder. */
    @Test
    void measureTheSameWeightsWithAnotherOutput() throws IOException {
        JsonNode row = json(
                "measure",
                pair().toString(),
                "--sparsity",
                "0.9",
                "--output",
                "trec",
                "--output-parameter",
                "1",
                "--l1",
                "5000");
        assertThat(row.get("output").textValue()).isEqualTo("trec");
        assertThat(row.get("output_parameter").doubleValue()).isEqualTo(1);
        assertThat(row.get("loss").doubleValue())
                .isCloseTo(0.1 / 3, within(4 * row.get("loss_stderr").doubleValue() + 1e-9));
        assertThat(row.get("loss_limit").isNull()).isTrue();
        assertThat(row.get("l1_loss").doubleValue())
                .isCloseTo(0.01 / 6, within(4 * row.get("l1_stderr").doubleValue()));
        assertThat(row.get("l1_recovered").doubleValue()).isCloseTo(0.99, within(0.003));
        assertThat(row.get("l1_samples").intValue()).isEqualTo(5000);
        assertThat(json("measure", pair().toString(), "--sparsity", "0.9", "--output", "gated")
                        .get("output_parameter")
                        .doubleValue())
                .isPositive();
    }

    @Test
    void theGeometryOfAPair() throws IOException {
        JsonNode row = json("measure", pair().toString(), "--sparsity", "0.9", "--geometry");
        assertThat(row.get("geometry_sum_name").textValue()).isEqualTo("digon");
        assertThat(row.get("geometry_antipodal_pairs").intValue()).isEqualTo(1);
        assertThat(row.get("geometry_dimensionality_sum").doubleValue()).isEqualTo(1);
        assertThat(row.get("geometry_dead_neurons").isNull()).isTrue();
        assertThat(json("measure", pair().toString(), "--sparsity", "0.9").has("geometry_sum_name"))
                .isFalse();
    }

    /** Two orthogonal pairs of lengths 1 and 2, beside a feature by itself. */
    @Test
    void theDistancesOfGroups() throws IOException {
        Layout layout = new Layout(new ModelSpec(true, Activation.IDENTITY, Activation.RELU, true), 5, 3);
        float[] values = {1, 0, 0, -1, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0, 1, 0, 0, 0, 0, 0};
        Path file = directory.resolve("pairs.safetensors");
        Safetensors.write(file, new Weights(layout, values), Map.of());
        String[] arguments = {
            "measure", file.toString(), "--density", "0.1", "--distances", "overlaps", "--format", "csv"
        };
        List<String> csv = run(0, arguments).out.lines().toList();
        assertThat(csv).hasSize(4);
        assertThat(csv.get(0))
                .isEqualTo("first,second,angle,chordal_distance,sphere_distance,first_radius,second_radius");
        assertThat(csv.get(1)).startsWith("\"[0,1]\",\"[2,3]\",1.57");
        // The lists have a comma each: angle, chordal distance, that of the spheres, their radii.
        double[] pairs = Arrays.stream(csv.get(1).split(",", -1))
                .skip(4)
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertThat(pairs).containsExactly(new double[] {Math.PI / 2, 1, Math.sqrt(5), 1, 2}, within(1e-12));
        assertThat(csv.get(2)).startsWith("\"[0,1]\",[4],").endsWith(",");
        CommandLines one = CommandLines.run("measure", pair().toString(), "--density", "0.1", "--distances", "PLANES");
        assertThat(one.exitCode()).isZero();
        assertThat(one.lines()).hasSize(1);
        assertThat(one.err()).contains("fewer than two groups");
    }

    @Test
    void everyFormatHasEveryColumn() throws IOException {
        Path file = pair();
        String[] csv = run(0, "measure", file.toString(), "--density", "0.1", "--format", "csv")
                .out
                .split("\n", -1);
        assertThat(csv[0]).startsWith("n,m,ratio,sparsity,density,decay,tied").contains(",loss_limit,");
        String table = run(0, "measure", file.toString(), "--density", "0.1").out;
        for (String column : csv[0].split(",", -1)) {
            assertThat(table).containsPattern("(?m)^" + column + "\\b");
        }
    }

    @Test
    void mistakesAreOneMessageAndExitCode2() throws IOException {
        String file = pair().toString();
        Path garbage = Files.writeString(directory.resolve("garbage"), "no tensors in here");
        List<List<String>> mistakes = List.of(
                List.of("measure", directory + "/absent", "--sparsity", "0.9"),
                List.of("measure", directory.toString(), "--sparsity", "0.9"),
                List.of("measure", garbage.toString(), "--sparsity", "0.9"),
                List.of("measure", file),
                List.of("measure", file, "--sparsity", "0.9", "--density", "0.1"),
                List.of("measure", file, "--sparsity", "1"),
                List.of("measure", file, "--sparsity", "-0.1"),
                List.of("measure", file, "--density", "0"),
                List.of("measure", file, "--density", "1e-999"),
                List.of("measure", file, "--density", "nan"),
                List.of("measure", file, "--density", "0.1", "--decay", "0"),
                List.of("measure", file, "--density", "0.1", "--hidden", "tanh"),
                List.of("measure", file, "--density", "0.1", "--output", "tanh"),
                List.of("measure", file, "--density", "0.1", "--output", "trec", "--output-parameter", "-1"),
                List.of("measure", file, "--density", "0.1", "--output", "top_k", "--output-parameter", "1000"),
                List.of("measure", file, "--density", "0.1", "--by-active", "2", "--l1", "10"),
                List.of("measure", file, "--density", "0.1", "--output-parameter", "1"),
                List.of("measure", file, "--density", "0.1", "--l1", "-1"),
                List.of("measure", file, "--density", "0.1", "--precision", "0.2"),
                List.of("measure", file, "--density", "0.1", "--precision", "NaN"),
                List.of("measure", file, "--density", "0.1", "--precision", "0.01", "--by-active", "2"),
                List.of("measure", file, "--density", "0.1", "--format", "xml"),
                List.of("measure", file, "--density", "0.1", "--by-active", "-1"),
                List.of("measure", file, "--density", "0.1", "--by-active", "65"),
                List.of("measure", file, "--density", "0.1", "--distances", "balls"),
                List.of("measure", file, "--density", "0.1", "--distances", "planes", "--geometry"),
                List.of("measure", file, "--density", "0.1", "--distances", "planes", "--l1", "10"),
                List.of("theory", "--n", "4", "--m", "5", "--density", "0.1"),
                List.of("theory", "--n", "4", "--m", "0", "--density", "0.1"),
                List.of("theory", "--n", "2000000000", "--m", "5", "--density", "0.1"),
                List.of("theory", "--n", "4", "--density", "0.1"),
                List.of("theory", "--n", ",", "--m", "2", "--density", "0.1"),
                List.of("theory", "--n", "4", "--m", ",", "--density", "0.1"),
                List.of("theory", "--n", "4", "--m", "2", "--density", ","),
                List.of("theory", "--n", "4", "--m", "2", "--sparsity", ","),
                List.of("theory", "--n", "4", "--m", "2", "--density", "0.1", "--columns", ","),
                List.of("theory", "--n", "5", "--m", "2", "--density", "0.1", "--rug", directory + "/rug.png"),
                List.of("theory", "--n", "4", "--m", "2", "--density", "0.1", "--rug", directory + "/absent/rug.png"),
                List.of("theory", "--n", "4", "--m", "2", "--density", "0.1", "--decay", "2"));
        for (List<String> mistake : mistakes) {
            Result result = run(2, mistake.toArray(String[]::new));
            assertThat(result.err).isNotBlank().doesNotContain("\tat ", "ImageOutputStream");
            assertThat(result.out).isEmpty();
        }
    }

    private Path pair() throws IOException {
        Layout layout = new Layout(new ModelSpec(true, Activation.IDENTITY, Activation.RELU, true), 2, 1);
        Path file = directory.resolve("pair.safetensors");
        Safetensors.write(file, new Weights(layout, new float[] {1, -1, 0, 0}), Map.of());
        return file;
    }

    private record Result(String out, String err) {}

    private static JsonNode json(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--format", "json"));
        return new ObjectMapper().readTree(run(0, all.toArray(String[]::new)).out);
    }

    private static Result run(int code, String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(err));
            assertThat(commandLine.execute(arguments))
                    .as(String.join(" ", arguments) + ": " + err)
                    .isEqualTo(code);
        } finally {
            System.setOut(before);
        }
        return new Result(out.toString(StandardCharsets.UTF_8), err.toString());
    }
}
