package org.superpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.views.Views;

/** What a user sees who asks for help or mistypes an argument. */
class UsageTest {
    @TempDir
    private Path directory;

    @Test
    void everyCommandHelps() {
        List<String> commands = List.copyOf(Main.commandLine().getSubcommands().keySet());
        assertThat(commands).hasSize(10);
        CommandLines all = CommandLines.run("--help");
        assertThat(all.exitCode()).isZero();
        assertThat(all.out()).contains("[spark-submit options]", "Exit codes:").contains(commands);
        for (String command : commands) {
            CommandLines help = CommandLines.run(command, "--help");
            assertThat(help.exitCode()).isZero();
            assertThat(help.err()).isEmpty();
            assertThat(help.out())
                    .startsWith("Usage: ./submit.sh " + command)
                    .doesNotContain("TABLE")
                    .doesNotContain("IDENTITY")
                    .doesNotContain("<format>");
        }
    }

    @Test
    void sqlNamesEveryView() {
        assertThat(CommandLines.run("sql", "--help").out().replaceAll("\\s+", " "))
                .contains("Views: " + String.join(", ", Views.NAMES) + ";");
    }

    @Test
    void aMistakeIsTwoLines() {
        expect(List.of("rnu", "x.yaml"), "no command \"rnu\"; commands: run, plan,");
        expect(List.of("help"), "no command \"help\"; commands: run, plan,");
        expect(List.of("run"), "Missing required parameter: 'SWEEP.yaml'");
        expect(
                List.of("theory", "--n", "2", "--m", "1", "--density", "1", "--format", "xml"),
                "'--format': must be one of table, csv, json; got \"xml\"");
        expect(
                List.of("theory", "--n", "2", "--m", "1", "--density", "nan"),
                "'--density' (P): must be a number; got \"nan\"");
        expect(
                List.of("measure", "x", "--density", "1", "--hidden", "tanh"),
                "'--hidden': must be one of identity, relu; got \"tanh\"");
    }

    private static void expect(List<String> arguments, String message) {
        CommandLines result = CommandLines.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(message).contains("--help");
        assertThat(result.err().lines()).hasSize(2);
    }

    /** A file that is full after {@code room} bytes, or a pipe whose reader goes then. */
    private static OutputStream ending(int room, String message) {
        return new OutputStream() {
            private int left = room;

            @Override
            public void write(int b) throws IOException {
                if (left-- <= 0) {
                    throw new IOException(message);
                }
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "theory --n 4 --m 2 --density 0.1",
                "theory --n 4,5 --m 2 --density 0.1 --format csv",
                "theory --n 4,5 --m 2 --density 0.1 --format json",
                "theory linear critical --n 4 --m 2 --density 0.1",
                "--help",
                "theory linear flow --help",
                "--version"
            })
    void outputThatCannotBeWrittenIsNoSuccess(String line) {
        String[] words = line.split(" ");
        for (int room : new int[] {0, 40}) {
            CommandLines full = CommandLines.runOn(ending(room, "No space left on device"), words);
            assertThat(full.exitCode()).isEqualTo(4);
            assertThat(full.err().lines())
                    .filteredOn(said -> !said.startsWith("superpose: "))
                    .singleElement()
                    .asString()
                    .contains("standard output cannot be written: No space left on device");
            CommandLines left = CommandLines.runOn(ending(room, "Broken pipe"), words);
            assertThat(left.exitCode()).isEqualTo(141);
            assertThat(left.err().lines()).allMatch(said -> said.startsWith("superpose: "));
        }
    }

    @Test
    void whatATerminalWouldObeyIsEscapedInMistakes() {
        CommandLines run = CommandLines.run("theory", "--n", "4\u001b[31m", "--m", "1", "--density", "\u202e1");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("\\u001b[31m").doesNotContain("\u001b", "\u202e");
        assertThat(CommandLines.run("a\u001b").err()).startsWith("no command \"a\\u001b\"");
        assertThat(CommandLines.run("plan", "no\u001b.yaml").err()).isEqualTo("no\\u001b.yaml: no such file\n");
    }

    @Test
    void theCaseOfAFormatDoesNotMatter() {
        assertThat(CommandLines.run("theory", "--n", "2", "--m", "1", "--density", "1", "--format", "JSON")
                        .out())
                .startsWith("{\"n\":2,");
    }

    @Test
    void moreFeaturesThanASweepMayHave() {
        CommandLines result = CommandLines.run("theory", "--n", "2000000000", "--m", "1", "--density", "0.1");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("1 <= m <= n <= 1048576");
    }

    @Test
    void planOfAFileThatCannotBe() throws Exception {
        Path file = Files.writeString(directory.resolve("x.yaml"), "grid: {n: 4, m: 2, density: 0}\n");
        assertThat(CommandLines.run("plan", file.toString()).err())
                .contains("must be a number in [1e-9, 1]; got \"0\"");
    }
}
