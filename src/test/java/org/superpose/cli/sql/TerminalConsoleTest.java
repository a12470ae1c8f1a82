package org.superpose.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.cli.output.Output;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;
import org.superpose.views.Views;

/** The prompt of {@code sql} as a user types at it. */
@Slow
class TerminalConsoleTest {
    private static final long MOST_PATIENCE_MILLIS = 60_000;

    @TempDir
    static Path folder;

    private static Queries queries;
    private static SqlCompleter completer;

    @TempDir
    Path home;

    private Path history;
    private TypedTerminal screen;
    private CompletableFuture<Void> ended;

    @BeforeAll
    static void write() {
        SparkSession spark = TestSpark.session();
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        TestRows.writeModels(directory, TestRows.model("a", "n", 64), TestRows.model("b", "n", 128));
        queries = new Queries(spark, directory);
        completer = new SqlCompleter(queries);
        completer.awaitColumns();
    }

    @BeforeEach
    void open() throws IOException {
        history = home.resolve("history");
        start();
    }

    private void start() throws IOException {
        screen = new TypedTerminal(80, 24);
        Console console = new TerminalConsole(screen.terminal(), Optional.empty(), Optional.of(history), completer);
        ended = CompletableFuture.runAsync(() -> {
            try {
                new SqlPrompt(queries, Output.Format.TABLE, console).run();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        screen.await("sql> ");
    }

    /** Ctrl-C overtakes what was typed before it, so each key waits for the one before; q leaves the pager if it is open. */
    @AfterEach
    void close() throws Exception {
        for (long patience = 50; !ended.isDone() && patience < MOST_PATIENCE_MILLIS; patience *= 2) {
            for (String key : List.of(TypedTerminal.CTRL_C, TypedTerminal.CTRL_D, "q")) {
                screen.type(key);
                pause(patience);
            }
        }
        ended.get(1, TimeUnit.SECONDS);
        screen.close();
    }

    private void pause(long millis) throws Exception {
        try {
            ended.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The next key is due.
        }
    }

    @Test
    void aStatementOfSeveralLinesIsRunAndTimed() {
        screen.type("SELECT n FROM models -- a; comment\rWHERE n != 64\r");
        screen.await("  -> ");
        screen.type("; SELECT 'x;' AS t;\r");
        assertThat(screen.await("1 row, ")).contains("\nn\n128\n");
        assertThat(screen.await("1 row, ")).contains("t\nx;\n");
        assertThat(screen.await("sql> ")).containsPattern("\\d\\.\\d\\d s\n");
        screen.type("\\timing off\r");
        screen.await("timing is off");
        screen.await("sql> ");
        screen.type("SELECT 7 AS x;\r");
        assertThat(screen.await("sql> ")).contains("x\n7\n").doesNotContain("row");
    }

    @Test
    void aMistakeOrARefusalLeavesThePromptAlive() {
        screen.type("SELECT loss,\rnn FROM models;\r");
        assertThat(screen.await("sql> "))
                .contains("[UNRESOLVED_COLUMN.WITH_SUGGESTION]", "`n`", "\nnn FROM models;".replace(";", ""), "\n^^\n");
        screen.type("DROP VIEW models;\r");
        assertThat(screen.await("sql> ")).contains("only queries", "DROP VIEW");
        screen.type("SELECT * FROM modls;\r");
        assertThat(screen.await("sql> ")).contains("Did you mean `models`?");
        screen.type("\\nothing\r");
        assertThat(screen.await("sql> ")).contains("no command \\nothing");
        screen.type("SELECT count(*) AS c FROM models;\r");
        assertThat(screen.await("1 row, ")).contains("c\n2\n");
    }

    @Test
    void ctrlCClearsTheStatement() {
        screen.type("SELECT nothing\r");
        screen.await("  -> ");
        screen.type("FROM nowhere");
        screen.await("nowhere");
        screen.type(TypedTerminal.CTRL_C);
        screen.await("sql> ");
        screen.type("SELECT 5 AS x;\r");
        assertThat(screen.await("1 row, ")).contains("x\n5\n").doesNotContain("UNRESOLVED");
    }

    @Test
    void ctrlCStopsAQuery() {
        screen.type("SELECT sum(a.id % 7 * b.id) FROM range(10000000) a, range(10000000) b;\r");
        screen.await("b;");
        screen.pressUntil(TypedTerminal.CTRL_C, "cancelled");
        screen.await("sql> ");
        screen.type("SELECT 5 AS x;\r");
        assertThat(screen.await("1 row, ")).contains("x\n5\n");
    }

    @Test
    void ctrlCStopsTheStatementsAfterTheQueryToo() {
        screen.type(
                "SELECT sum(a.id % 7 * b.id) FROM range(10000000) a, range(10000000) b; SELECT 'second' || 1; SELECT 3;\r");
        screen.await("SELECT 3;");
        screen.pressUntil(TypedTerminal.CTRL_C, "cancelled");
        assertThat(screen.await("sql> ")).doesNotContain("second1", "row");
        screen.type("SELECT 5 AS x; SELECT 6 AS y;\r");
        assertThat(screen.await("y\n6\n")).contains("x\n5\n");
    }

    /** As when Ctrl-C comes in the moment in which the line has been read. */
    @Test
    void anInterruptedThreadRunsNothing() throws Exception {
        Console console = new TerminalConsole(screen.terminal(), Optional.empty(), Optional.empty(), completer);
        List<String> done = new ArrayList<>();
        Thread prompt = new Thread(() -> {
            Thread.currentThread().interrupt();
            console.interruptibly(() -> done.add("cancelled"), () -> done.add("interrupted: " + Thread.interrupted()));
        });
        prompt.start();
        prompt.join();
        assertThat(done).containsExactly("cancelled", "interrupted: false");
    }

    @Test
    void whatWasTypedIsFoundAgainInTheNextSession() throws Exception {
        screen.type("SELECT 5\rAS x;\r");
        screen.await("1 row, ");
        screen.await("sql> ");
        screen.type("quit\r");
        ended.get(2, TimeUnit.MINUTES);
        assertThat(Files.readString(history)).contains("SELECT 5\\nAS x;");
        start();
        // The word quit is the last entry, the statement the one before.
        screen.type(TypedTerminal.UP + TypedTerminal.UP);
        screen.await("AS x;");
        screen.type("\r");
        assertThat(screen.await("1 row, ")).contains("x\n5\n");
    }

    @Test
    void tabCompletes() {
        screen.type("sel\t");
        screen.await("select ");
        screen.type("lyapunov_und\t");
        screen.await("lyapunov_undefined");
        screen.type(TypedTerminal.CTRL_C);
        screen.await("sql> ");
        screen.type("\\vi\t\r");
        assertThat(screen.await("points")).contains("\\views");
    }

    @Test
    void candidatesFitTheirPlace() {
        assertThat(candidates("")).contains("SELECT", "models").doesNotContain("select", "abs(");
        assertThat(candidates("SELECT n FROM ")).containsExactlyElementsOf(Views.NAMES);
        assertThat(candidates("\\d ")).containsExactlyElementsOf(Views.NAMES);
        assertThat(candidates("\\")).containsExactlyElementsOf(SqlPrompt.COMMANDS);
        assertThat(candidates("SELECT L")).contains("loss", "loss_mean", "log(", "LIMIT");
        assertThat(candidates("select l")).contains("limit").doesNotContain("LIMIT", "reflect(");
        assertThat(candidates("SELECT l| FROM curves"))
                .contains("learning_rate")
                .doesNotContain("loss_mean", "loss_limit");
        assertThat(candidates("SELECT theory.| FROM models"))
                .contains("theory.loss_lower_bound", "theory.loss_by_active.k")
                .doesNotContain("loss");
        assertThat(candidates("SELECT c.| FROM curves c"))
                .contains("c.learning_rate")
                .doesNotContain("c.loss_limit");
    }

    /** For the cursor at the bar, or at the end. */
    private static List<String> candidates(String line) {
        int bar = line.indexOf('|');
        String text = line.replace("|", "");
        var found = new java.util.ArrayList<org.jline.reader.Candidate>();
        int cursor = bar < 0 ? text.length() : bar;
        completer.complete(
                null, new StatementParser().parse(text, cursor, org.jline.reader.Parser.ParseContext.COMPLETE), found);
        return found.stream().map(org.jline.reader.Candidate::value).toList();
    }

    @Test
    void whatDoesNotFitIsPaged() {
        screen.type("SELECT id AS long, id * id AS square FROM range(3000);\r");
        assertThat(screen.await("long")).doesNotContain("rows");
        screen.await("19");
        screen.type(" ");
        screen.await("40");
        screen.type("q");
        assertThat(screen.await("sql> ")).contains("0 rows or more, ").doesNotContain("\n2999");
        screen.type("SELECT repeat('wide ', 40) AS x, 7 AS y;\r");
        assertThat(screen.await("q leaves")).contains("wide wide");
        screen.pressUntil("\033OC", "7");
        screen.type("q");
        screen.await("1 row, ");
    }

    @Test
    void viewsAndColumnsAreDescribed() {
        screen.type("\\views\r");
        String views = screen.await("features  ");
        assertThat(views).contains("models            the row of each model_key that counts");
        screen.type("q");
        screen.await("sql> ");
        screen.type("\\d curves;\r");
        assertThat(screen.await("learning_rate")).contains("column", "type", "model_key", "string");
        screen.await("sql> ");
        screen.type("help\r");
        assertThat(screen.await("sql> ")).contains("\\timing", "Ctrl-C");
    }

    @Test
    void everyViewSaysWhatItHolds() {
        for (String view : Views.NAMES) {
            String entry = SqlPrompt.wrapped(view, Views.contents().get(view), 80);
            assertThat(Arrays.stream(entry.split("\n"))).allMatch(line -> line.length() <= 80);
            assertThat(entry.replaceAll("\\s+", " "))
                    .isEqualTo(view + " " + Views.contents().get(view));
        }
        assertThat(Views.contents()).containsKeys(Views.NAMES.toArray(String[]::new));
        assertThat(Views.contents().values())
                .allSatisfy(words -> assertThat(words).isNotBlank().doesNotContain("--"));
    }

    @Test
    void aHistoryThatCannotBeReadIsNotUsed() throws IOException {
        Path file = home.resolve("other");
        assertThat(TerminalConsole.isHistory(file)).isTrue();
        Files.writeString(file, "1795317864643:SELECT 1;\n1795317864650:\\\\views\n");
        assertThat(TerminalConsole.isHistory(file)).isTrue();
        Files.writeString(file, "1795317864643:SELECT 1;\nSELECT 2;\n");
        assertThat(TerminalConsole.isHistory(file)).isFalse();
        Files.write(file, new byte[] {'1', ':', (byte) 0xFF, '\n'});
        assertThat(TerminalConsole.isHistory(file)).isFalse();
        assertThat(TerminalConsole.isHistory(home)).isFalse();
    }
}
