package org.superpose.cli.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.cli.CommandLines;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What a user sees of {@code theory linear}. */
class LinearTheoryTest {
    @TempDir
    private Path directory;

    /** p = 0.6: v₁ = 0.2 − 0.09 = 0.11, so λ = 0.11 + 3·0.09 = 0.38, 0.11, 0.11. */
    @Test
    void threeFeaturesByHand() throws IOException {
        List<JsonNode> points = rows("critical", "--n", "3", "--m", "1", "--density", "0.6");
        assertThat(points).hasSize(3);
        expect(points.get(0), 1, "[1]", "minimum", 0.22 / 3, 0, 0, 1);
        expect(points.get(1), 1, "[2]", "saddle", 0.49 / 3, 1, 1, 2);
        expect(points.get(2), 0, "[]", "saddle", 0.6 / 3, 3, 0, 1);
        assertThat(points.get(0).get("fall").isNull()).isTrue();
        assertThat(points.get(0).get("lost").isNull()).isTrue();
        assertThat(points.get(1).get("lost").intValue()).isEqualTo(2);
        assertThat(points.get(1).get("gained").intValue()).isEqualTo(1);
        assertThat(points.get(1).get("fall").doubleValue()).isCloseTo(0.27 / 3, within(1e-15));
        assertThat(points.get(2).get("lost").isNull()).isTrue();
        assertThat(points.get(2).get("fall").doubleValue()).isCloseTo(0.38 / 3, within(1e-15));
        assertThat(rows("critical", "--n", "3", "--m", "1", "--sparsity", "0.4", "--full-rank"))
                .isEqualTo(points.subList(0, 2));
        List<JsonNode> spectrum = rows("spectrum", "--n", "3", "--density", "0.6");
        assertThat(spectrum.get(0).get("lambda").doubleValue()).isCloseTo(0.38, within(1e-15));
        assertThat(spectrum.get(2).get("lambda").doubleValue()).isCloseTo(0.11, within(1e-15));
        assertThat(spectrum.get(2).get("multiplicity").intValue()).isEqualTo(2);
        assertThat(spectrum.get(0).get("explained").doubleValue()).isCloseTo(0.38 / 0.6, within(1e-14));
    }

    private static void expect(
            JsonNode row, int rank, String kept, String kind, double loss, int directions, int dimension, int sets) {
        assertThat(row.get("rank").intValue()).isEqualTo(rank);
        assertThat(row.get("kept")).hasToString(kept);
        assertThat(row.get("kind").textValue()).isEqualTo(kind);
        assertThat(row.get("loss").doubleValue()).isCloseTo(loss, within(1e-15));
        assertThat(row.get("above").doubleValue()).isCloseTo(loss - 0.22 / 3, within(1e-15));
        assertThat(row.get("directions").intValue()).isEqualTo(directions);
        assertThat(row.get("dimension").intValue()).isEqualTo(dimension);
        assertThat(row.get("sets").intValue()).isEqualTo(sets);
    }

    /** With and without a bias the minimum is the column loss_linear of the tables. */
    @ParameterizedTest
    @CsvSource({"5, 2, 0.1", "8, 8, 1", "20, 3, 0.02"})
    void theMinimumIsTheLossOfTheBestLinearModel(String n, String m, String density) throws IOException {
        double expected = json("theory", "--n", n, "--m", m, "--density", density)
                .get(0)
                .get("loss_linear")
                .doubleValue();
        for (String[] more : new String[][] {{"--full-rank"}, {"--centred"}, {"--centered", "--full-rank"}}) {
            List<String> arguments = new ArrayList<>(List.of("critical", "--n", n, "--m", m, "--density", density));
            arguments.addAll(List.of(more));
            JsonNode minimum = rows(arguments.toArray(String[]::new)).get(0);
            assertThat(minimum.get("kind").textValue()).isEqualTo("minimum");
            assertThat(minimum.get("loss").doubleValue()).isCloseTo(expected, within(1e-15));
        }
    }

    /** (3, 0) and (0, 1): the second moments are 9/2 and 1/2; centred, (3/2, −1/2) and its opposite, 5/2 and 0. */
    @Test
    void samplesInAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("x.csv"), "\uFEFFfirst, second\r\n3, 0\r\n\r\n0, 1e0\r\n");
        List<JsonNode> plain = rows("spectrum", "--data", file.toString());
        assertThat(plain).hasSize(2);
        assertThat(plain.get(0).get("lambda").doubleValue()).isCloseTo(4.5, within(1e-14));
        assertThat(plain.get(1).get("lambda").doubleValue()).isCloseTo(0.5, within(1e-14));
        assertThat(plain.get(0).get("loss").doubleValue()).isCloseTo(0.25, within(1e-14));
        List<JsonNode> centred = rows("spectrum", "--data", file.toString(), "--centred");
        assertThat(centred.get(0).get("lambda").doubleValue()).isCloseTo(2.5, within(1e-14));
        assertThat(centred.get(1).get("lambda").doubleValue()).isZero();
        assertThat(run(0, "theory", "linear", "spectrum", "--data", file.toString(), "--centred")
                        .err())
                .contains("an eigenvalue is 0");
        List<JsonNode> saddles = rows("critical", "--data", file.toString(), "--m", "1", "--full-rank");
        assertThat(saddles.get(1).get("fall").doubleValue()).isCloseTo(2, within(1e-14));
    }

    /** λ = 2: the flow and its closed curve against s' = 4 s(1 − s), stepped here by the midpoint rule. */
    @Test
    void theFlowOfOneMode() throws IOException {
        Path file = Files.writeString(directory.resolve("one.csv"), "2,0\n0,1\n");
        String[] arguments = {
            "flow",
            "--data",
            file.toString(),
            "--m",
            "1",
            "--start",
            "modes",
            "--strength",
            "0.04",
            "--time",
            "1.5",
            "--points",
            "5"
        };
        for (List<JsonNode> flow : List.of(rows(arguments), rows(with(arguments, "--tied")))) {
            assertThat(flow).hasSize(5);
            double s = 0.04;
            int steps = 30_000;
            for (int q = 0; q < 5; q++) {
                assertThat(flow.get(q).get("time").doubleValue()).isCloseTo(q * 0.375, within(1e-12));
                assertThat(flow.get(q).get("strength_1").doubleValue()).isCloseTo(s, within(1e-8));
                assertThat(flow.get(q).get("curve_1").doubleValue()).isCloseTo(s, within(1e-8));
                assertThat(flow.get(q).get("loss").doubleValue())
                        .isCloseTo((2 * (1 - s) * (1 - s) + 0.5) / 2, within(1e-7));
                assertThat(flow.get(q).get("energy").doubleValue()).isCloseTo((1 - s) * (1 - s) + 1, within(1e-7));
                assertThat(flow.get(q).get("interference").doubleValue()).isCloseTo(0, within(1e-12));
                for (int step = 0; step < steps; step++) {
                    double h = 0.375 / steps;
                    double middle = s + h / 2 * 4 * s * (1 - s);
                    s += h * 4 * middle * (1 - middle);
                }
            }
        }
    }

    @Test
    void aSeedIsAStart() throws IOException {
        String[] arguments = {"flow", "--n", "5", "--m", "2", "--density", "0.3", "--points", "3"};
        List<JsonNode> first = rows(with(arguments, "--seed", "1"));
        assertThat(rows(with(arguments, "--seed", "1"))).isEqualTo(first);
        assertThat(rows(with(arguments, "--seed", "2"))).isNotEqualTo(first);
        double best = 3 * (0.3 / 3 - 0.09 / 4) / 5;
        for (String[] start : new String[][] {{"--start", "independent"}, {"--tied"}, {"--start", "MODES"}}) {
            List<JsonNode> flow = rows(with(with(arguments, "--time", "2000"), start));
            assertThat(flow.get(2).get("loss").doubleValue()).isCloseTo(best, within(1e-6));
            assertThat(flow.get(2).get("angle").doubleValue()).isCloseTo(0, within(1e-4));
        }
    }

    @Test
    void theWayDownFromASaddle() throws IOException {
        Path file = Files.writeString(directory.resolve("three.csv"), "3,0,0\n0,2,0\n0,0,1\n");
        List<JsonNode> flow = rows(
                "flow",
                "--data",
                file.toString(),
                "--m",
                "1",
                "--tied",
                "--start",
                "saddle",
                "--kept",
                "2",
                "--modes",
                "3");
        JsonNode last = flow.get(flow.size() - 1);
        assertThat(last.get("strength_1").doubleValue()).isBetween(0.99, 1.0);
        assertThat(last.get("curve_1").doubleValue())
                .isCloseTo(last.get("strength_1").doubleValue(), within(1e-9));
        assertThat(last.get("strength_3").doubleValue()).isCloseTo(0, within(1e-9));
        assertThat(flow.get(0).get("strength_1").doubleValue()).isCloseTo(0.001, within(1e-12));
    }

    @Test
    void everyFormatHasTheSameColumns() {
        for (String part : List.of("spectrum", "critical --m 2", "flow --m 2 --points 3 --modes 3")) {
            String[] arguments = ("theory linear " + part + " --n 4 --density 0.2").split(" ", -1);
            List<String> csv =
                    CommandLines.run(with(arguments, "--format", "csv")).lines();
            CommandLines table = CommandLines.run(arguments);
            assertThat(table.exitCode()).isZero();
            assertThat(List.of(table.lines().get(0).split(" +", -1)))
                    .isEqualTo(List.of(csv.get(0).split(",", -1)));
            assertThat(table.lines()).hasSameSizeAs(csv);
            assertThat(table.err()).contains("n = 4", "(3 times)");
        }
    }

    @Test
    void picturesAreDrawn() throws Exception {
        Path flow = directory.resolve("flow.svg");
        Path critical = directory.resolve("critical.SVG");
        run(0, "theory", "linear", "flow", "--n", "5", "--m", "2", "--density", "0.1", "--to", flow.toString());
        run(0, "theory", "linear", "critical", "--n", "5", "--m", "2", "--density", "0.1", "--to", critical.toString());
        assertThat(texts(flow))
                .contains("Untied linear autoencoder, n = 5, m = 2: gradient flow from a balanced start, seed 0")
                .contains("mode 1", "mode 2, closed curve", "keeps modes 1–2", "interference: Σ W_ij², i ≠ j");
        assertThat(texts(critical)).contains("W = 0", "1 2", "2 3", "global minimum", "saddle", "rank");
        Document document = document(critical);
        // Five families and two entries of the legend.
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(7);
        assertThat(Files.readString(flow)).doesNotContain("NaN", "Infinity");
    }

    private static List<String> texts(Path svg) throws Exception {
        NodeList texts = document(svg).getElementsByTagName("text");
        return IntStream.range(0, texts.getLength())
                .mapToObj(q -> texts.item(q).getTextContent())
                .toList();
    }

    private static Document document(Path svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
    }

    @Test
    void linearByItselfShowsItsCommands() {
        CommandLines result = run(2, "theory", "linear");
        assertThat(result.err()).contains("spectrum", "critical", "flow");
        for (String part : List.of("spectrum", "critical", "flow")) {
            assertThat(run(0, "theory", "linear", part, "--help").out())
                    .startsWith("Usage: ./submit.sh theory linear " + part)
                    .doesNotContain("TABLE", "BALANCED", "<format>");
        }
        assertThat(run(2, "theory", "--m", "2").err())
                .contains("Missing required options: --n=N, --density=P or --sparsity=S");
    }

    /** 25 distinct eigenvalues have 53130 sets of five and 68406 of at most five; of independent features there are two families of each rank. */
    @Test
    void tooManyCriticalPoints() throws IOException {
        StringBuilder samples = new StringBuilder();
        for (int i = 0; i < 25; i++) {
            samples.append("0,".repeat(i))
                    .append(i + 1)
                    .append(",0".repeat(24 - i))
                    .append('\n');
        }
        Path file = Files.writeString(directory.resolve("many.csv"), samples);
        assertThat(run(2, "theory", "linear", "critical", "--m", "5", "--data", file.toString())
                        .err())
                .contains("n = 25 and m = 5 have 68406 critical points; at most 10000 are listed", "or --full-rank");
        assertThat(rows("critical", "--m", "3", "--data", file.toString(), "--full-rank"))
                .hasSize(2300);
        assertThat(rows("critical", "--m", "200", "--n", "400", "--density", "0.1"))
                .hasSize(401);
    }

    private static String[] with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static List<JsonNode> rows(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("theory", "linear"));
        all.addAll(List.of(arguments));
        return json(all.toArray(String[]::new));
    }

    private static List<JsonNode> json(String... arguments) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : run(0, with(arguments, "--format", "json")).lines()) {
            rows.add(new ObjectMapper().readTree(line));
        }
        return rows;
    }

    private static CommandLines run(int code, String... arguments) {
        CommandLines result = CommandLines.run(arguments);
        assertThat(result.exitCode())
                .as(String.join(" ", arguments) + ": " + result.err())
                .isEqualTo(code);
        return result;
    }
}
