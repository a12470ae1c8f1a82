package org.superpose.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.superpose.config.MarkedSweep.told;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.errors.UserException;

/** What is told of files that are no YAML or JSON, or more of it than a sweep file may be. */
class DocumentMistakesTest {
    private static final String GOOD = "grid: {n: 8, m: 2, density: 0.5}\n";
    private static final String SHAPE = "a sweep file is a section with name, grid, seeds, …; this is ";
    private static final String KEY = "cannot be read: a key must be a single word, not a list or a section";

    static Stream<Arguments> yaml() {
        return Stream.of(
                told("^", "is empty"),
                told("^# nothing\n", "is empty"),
                told("^42", SHAPE + "\"42\""),
                told("^- 1\n- 2\n", SHAPE + "a list"),
                told("^[1, 2]", SHAPE + "a list"),
                told("^null", SHAPE + "nothing"),
                told("^\"text\"", SHAPE + "\"text\""),
                told("grid: {n: 8^", "cannot be read: expected ',' or '}', but got end of the file"),
                told("grid: {n: 8}^}", "cannot be read: expected <block end>, but found '}'"),
                told("grid: [1, 2^", "cannot be read: expected ',' or ']', but got end of the file"),
                told("grid: {n: 8\nname^: x\n", "cannot be read: expected ',' or '}', but got :"),
                told("^\tgrid: 1", "cannot be read: found a tab; write spaces instead"),
                told("grid:\n^\tn: 8\n", "cannot be read: found a tab; write spaces instead"),
                told("^@", "cannot be read: found character '@' that cannot start any token; put the value in quotes"),
                told(
                        "name: ^`x`",
                        "cannot be read: found character '`' that cannot start any token; put the value in quotes"),
                told("name: \"x^", "cannot be read: found unexpected end of the file"),
                told("name: 'x^", "cannot be read: found unexpected end of the file"),
                told("name: \"\\^q\"", "cannot be read: found unknown escape character q(113)"),
                told("name: a^: b", "cannot be read: mapping values are not allowed here"),
                told(GOOD + "name: x\n kernel^: cpu", "cannot be read: mapping values are not allowed here"),
                told(GOOD + "^: x", "cannot be read: expected <block end>, but found ':'"),
                told(GOOD + "---\n^" + GOOD, "holds a second document; a sweep file is one document"),
                told(
                        "^%YAML 9.9\n---\nname: y",
                        "cannot be read: found incompatible YAML document (version 1.* is required)"),
                told(
                        "grid: &a {n: 8, m: 2, density: 0.5}\nblocks: [^*a]",
                        "the alias *a is not allowed; write the value out"),
                told("grid: {<<: ^*b}", "the alias *b is not allowed; write the value out"),
                told("grid: {n: ^!!int 8, m: 2, density: 0.5}", "the tag !!int is not allowed; leave it out"),
                told("grid: ^!!java.net.URL [\"http://x\"]", "the tag !!java.net.URL is not allowed; leave it out"),
                told("grid: ^!own 3", "the tag !own is not allowed; leave it out"),
                told(
                        "^!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
                        "the tag !!javax.script.ScriptEngineManager is not allowed; leave it out"),
                told("grid: {? [^a] : 8, m: 2, density: 0.5}", KEY),
                told("? {^a: 1}\n: 2", KEY),
                told("grid: {n: 8, ^n: 9, m: 2, density: 0.5}", "n: is given twice; the first is at s.yaml:1:8"),
                told(GOOD + "^" + GOOD, "grid: is given twice; the first is at s.yaml:1:1"),
                told(GOOD + "training: {steps: 3, ^steps: 3}", "steps: is given twice; the first is at s.yaml:2:12"));
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void tellsWhatIsNoYaml(String marked, List<String> texts) {
        MarkedSweep.assertTold(marked, "s.yaml", texts, text -> SweepFile.read(text, "s.yaml", List.of()));
    }

    static Stream<Arguments> json() {
        String good = "{\"grid\": {\"n\": 8, \"m\": 2, \"density\": 0.5}}";
        return Stream.of(
                told("^", "is empty"),
                told("^[]", SHAPE + "a list"),
                told(
                        "{\"grid\": {\"n\": 8}^",
                        "cannot be read: Unexpected end-of-input: expected close marker for Object"),
                told(
                        "{\"grid\": {}, ^}",
                        "cannot be read: Unexpected character ('}' (code 125)): was expecting double-quote to start field name"),
                told(
                        "{^'grid': 1}",
                        "cannot be read: Unexpected character (''' (code 39)): was expecting double-quote to start field name"),
                told("{\"grid\": {\"n\": 0^8}}", "cannot be read: Invalid numeric value: Leading zeroes not allowed"),
                told("{\"name\": NaN^}", "cannot be read: Non-standard token 'NaN'"),
                told(
                        "^// x\n" + good,
                        "cannot be read: Unexpected character ('/' (code 47)): maybe a (non-standard) comment?"),
                told(
                        "^grid: {n: 8}",
                        "cannot be read: Unrecognized token 'grid': was expecting (JSON String, Number, Array, Object or"
                                + " token 'null', 'true' or 'false')"),
                told("{\"grid\": {\"n\": 1, ^\"n\": 2}}", "n: is given twice; the first is at s.json:1:11"),
                told(good + " ^{}", "holds a second document; a sweep file is one document"),
                told(
                        "{\n\t\"grid\": {\"n\": ^\"8\", \"m\": 2, \"density\": ^true}}",
                        "n: must be a whole number from 1 to 1048576; got \"8\"; leave out the quotes",
                        "density: must be a number in [1e-9, 1]; got \"true\""));
    }

    @ParameterizedTest
    @MethodSource("json")
    void tellsWhatIsNoJson(String marked, List<String> texts) {
        MarkedSweep.assertTold(marked, "s.json", texts, text -> SweepFile.read(text, "s.json", List.of()));
    }

    private static String only(String text) {
        List<String> lines = MarkedSweep.message(() -> SweepFile.read(text, "s.yaml", List.of()), text);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    @Test
    void refusesWhatIsTooDeepTooLongOrTooMuch() {
        assertThat(only("grid: " + "[".repeat(5000))).isEqualTo("s.yaml:1:39: is nested more than 32 deep");
        assertThat(only("a: b\n".repeat(300_000)))
                .isEqualTo("s.yaml:1:1: is longer than 1048576 characters, too long for a sweep file");
        assertThat(only("a: [" + "1,".repeat(300_000) + "]")).endsWith(": has more than 262144 values");
        assertThat(only("name: " + "x".repeat(100_000) + "\n" + GOOD))
                .isEqualTo(
                        "s.yaml:1:7: name: must start with a letter or digit and hold only letters, digits, '.', '_', '-'"
                                + " (at most 100); got \"" + "x".repeat(60) + "…\"");
    }

    @Test
    void whatATerminalWouldObeyIsEscapedInMessages() {
        assertThat(only("\"a\\e[31m\\nb\": 1\n" + GOOD)).startsWith("s.yaml:1:1: a\\u001b[31m\\nb: unknown key;");
        assertThat(only("grid: {n: 8, m: 2, density: \"\\u2028\\u200e\\a\"}"))
                .endsWith("must be a number in [1e-9, 1]; got \"\\u2028\\u200e\\u0007\"");
        for (String text : List.of("\u0000", "grid: \uD800", "name: \u0007")) {
            assertThat(only(text)).startsWith("s.yaml:1:").doesNotContain("\u0000", "\uD800", "\u0007");
        }
    }

    @Test
    void tellsAtMostFiftyMistakesAndHowManyMoreThereAre() {
        StringBuilder text = new StringBuilder(GOOD);
        for (int q = 0; q < 60; q++) {
            text.append("key").append(q).append(": 1\n");
        }
        List<String> lines = MarkedSweep.message(() -> SweepFile.read(text.toString(), "s.yaml", List.of()), "60 keys");
        assertThat(lines).hasSize(51).last().isEqualTo("… and 10 more");
        assertThat(lines.get(49)).startsWith("s.yaml:51:1: key49: unknown key;");
    }

    @Test
    void namesFilesThatCannotBeRead(@TempDir Path directory) throws IOException {
        Path latin = Files.write(directory.resolve("latin.yaml"), "name: \u00fc".getBytes(StandardCharsets.ISO_8859_1));
        Path large = Files.write(directory.resolve("large.yaml"), new byte[(1 << 22) + 1]);
        Path empty = Files.writeString(directory.resolve("empty.yaml"), "");
        Path none = directory.resolve("none.yaml");
        assertThatThrownBy(() -> SweepFile.read(directory, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessage(directory + ": is a directory; give a sweep file");
        assertThatThrownBy(() -> SweepFile.read(none, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessage(none + ": no such file");
        assertThatThrownBy(() -> SweepFile.read(latin, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessage(latin + ": is not UTF-8 text");
        assertThatThrownBy(() -> SweepFile.read(large, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessage(large + ": is too large for a sweep file");
        assertThatThrownBy(() -> SweepFile.read(empty, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessage(empty + ": is empty; give a sweep file");
    }
}
