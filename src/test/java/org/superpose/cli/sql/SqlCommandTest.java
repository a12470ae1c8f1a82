package org.superpose.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.Slow;
import org.superpose.cli.CommandLines;
import org.superpose.cli.output.Output;
import org.superpose.errors.UserException;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;

@Slow
class SqlCommandTest {
    @TempDir
    static Path folder;

    @TempDir
    Path scratch;

    @BeforeAll
    static void write() {
        TestSpark.session();
        TestRows.writeModels(
                ResultsDirectory.at(folder.toString()),
                TestRows.model(
                        "a",
                        "n",
                        64,
                        "loss",
                        0.003,
                        "sweep",
                        "one, \"two\"",
                        "started_at",
                        Timestamp.valueOf("2026-01-02 03:04:05.5"),
                        "curve",
                        List.of(RowFactory.create(1, 0.5, null))),
                TestRows.model("b", "n", 128, "sweep", "", "status", "failed"));
    }

    private static CommandLines sql(String... arguments) {
        TestSpark.session();
        String[] all = new String[arguments.length + 3];
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        all[0] = "sql";
        all[1] = "--out";
        all[2] = folder.toString();
        return CommandLines.run(all);
    }

    @Test
    void printsCsv() {
        CommandLines run = sql("--format", "csv", "SELECT model_key, n, loss, sweep, bias FROM models ORDER BY n");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.lines())
                .containsExactly("model_key,n,loss,sweep,bias", "a,64,0.003,\"one, \"\"two\"\"\",", "b,128,,\"\",");
    }

    @Test
    void printsJsonWithNestedValuesAndTimes() {
        CommandLines run = sql("--format", "json", "SELECT n, curve, started_at FROM models WHERE n = 64; -- the end");
        String started = Timestamp.valueOf("2026-01-02 03:04:05.5").toInstant().toString();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "{\"n\":64,\"curve\":[{\"step\":1,\"loss\":0.5,\"learning_rate\":null}],\"started_at\":\""
                                + started + "\"}");
    }

    @Test
    void printsATable() {
        CommandLines run = sql("SELECT model_key AS key, n FROM models ORDER BY n");
        assertThat(run.lines()).containsExactly("key  n", "a     64", "b    128");
    }

    @Test
    void runsAFileOfStatements() throws IOException {
        Path file = Files.writeString(
                scratch.resolve("q.sql"),
                "-- one; with a semicolon\nSELECT 'a;b' AS x; /* two; */\nSELECT count(*) AS c FROM models;\n-- end\n");
        CommandLines run = sql("--format", "json", "-f", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.lines()).containsExactly("{\"x\":\"a;b\"}", "{\"c\":2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT nothing FROM models",
                "SELEC 1",
                "SELECT * FROM nothing",
                "SELECT CAST('x' AS INT)",
                "SELECT 1 / 0 FROM models",
                "SELECT sum(assert_true(n < 0)) FROM models",
            })
    void aMistakeIsOneMessage(String query) {
        assertThat(refusal(query)).isNotBlank().doesNotContain("\tat ", "Exception", "'Project");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP VIEW models",
                "CREATE TABLE t AS SELECT 1",
                "CREATE TEMPORARY VIEW t AS SELECT 1",
                "INSERT INTO models SELECT * FROM models",
                "INSERT OVERWRITE DIRECTORY '/nowhere' USING csv SELECT 1",
                "WITH x AS (SELECT 1) INSERT INTO models SELECT * FROM x",
                "FROM models INSERT INTO t SELECT n INSERT INTO u SELECT m",
                "SET spark.sql.runSQLOnFiles=true",
                "SET VAR x = 1",
                "DECLARE x INT",
                "ADD JAR '/tmp/x.jar'",
                "CREATE FUNCTION f AS 'x.Y' USING JAR '/tmp/x.jar'",
                "DELETE FROM models",
                "TRUNCATE TABLE models",
                "CACHE TABLE models",
                "EXECUTE IMMEDIATE 'DROP VIEW models'",
                "EXPLAIN DROP VIEW models",
                "EXPLAIN EXECUTE IMMEDIATE 'DROP VIEW models'",
                "BEGIN SELECT 1; DROP VIEW models; END",
                "SELECT TRANSFORM (n) USING 'cat' AS (n) FROM models",
                "SELECT reflect('java.lang.System', 'getProperty', 'user.home')",
                "SELECT n FROM models WHERE EXISTS (SELECT Java_Method('java.lang.System', 'exit', 1))",
                "WITH x AS (SELECT try_reflect('java.lang.System', 'gc') AS y) SELECT * FROM x",
                "SELECT IDENTIFIER('ref' || 'lect')('java.lang.System', 'getProperty', 'user.home')",
                "SELECT * FROM parquet.`/etc`",
                "SELECT * FROM text.`/etc/passwd`",
                "SELECT * FROM IDENTIFIER('text.`/etc/passwd`')",
                "SELECT n FROM models WHERE n IN (SELECT value FROM text.`/etc/passwd`)",
            })
    void onlyQueriesOverTheViewsAreRun(String query) {
        assertThat(refusal(query)).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void aMistakeEndsTheCommandWithItsMessage() {
        CommandLines run = sql("SELECT 1 / 0 FROM models");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("[DIVIDE_BY_ZERO").doesNotContain("\tat ", "Exception");
        assertThat(sql(" ; -- nothing").exitCode()).isEqualTo(2);
    }

    @Test
    void aMistakeInAFileNamesItsLineAndUnderlinesIt() throws IOException {
        Path file =
                Files.writeString(scratch.resolve("q.sql"), "SELECT 1 AS x;\n-- two\nSELECT n,\n  los FROM models;\n");
        CommandLines run = sql("-f", file.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEqualTo("x\n1\n");
        assertThat(run.err())
                .startsWith(file + ":4: [UNRESOLVED_COLUMN")
                .contains("`loss`")
                .endsWith("\n  los FROM models\n  ^^^\n");
        Files.writeString(file, "\n-- one\nDROP VIEW models;\n");
        assertThat(sql("-f", file.toString()).err())
                .startsWith(file + ":3: only queries")
                .contains("and DROP VIEW is none");
        Files.writeString(file, "SELECT\n1 +;\n");
        assertThat(sql("-f", file.toString()).err())
                .startsWith(file + ":2: [PARSE_SYNTAX_ERROR]")
                .doesNotContain("== SQL");
    }

    /** The message of the mistake; nothing may be printed. */
    private static String refusal(String query) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Queries queries = new Queries(TestSpark.session(), ResultsDirectory.at(folder.toString()));
        UserException refused = catchThrowableOfType(
                UserException.class,
                () -> queries.run(
                        new Statement(query, "", 1),
                        Output.Format.CSV,
                        new PrintStream(printed, true, StandardCharsets.UTF_8)));
        assertThat(refused).as(printed.toString(StandardCharsets.UTF_8)).isNotNull();
        assertThat(printed.size()).isZero();
        return refused.getMessage();
    }

    @Test
    void describeAndExplainAreQueriesEnough() {
        assertThat(sql("DESCRIBE points").out()).contains("loss_mean");
        assertThat(sql("EXPLAIN SELECT n FROM models").out()).contains("Physical Plan");
        assertThat(sql("VALUES (1), (2)").exitCode()).isZero();
        assertThat(sql("FROM models |> SELECT n").exitCode()).isZero();
    }

    @Test
    void thePromptSurvivesMistakes() {
        TestSpark.session();
        CommandLines run = CommandLines.runWithInput(
                "\\views\nSELECT n\nFROM models -- a; comment\nWHERE n = 64;\nSELEC;\n\\d models\n\\x\nSELECT 'x;\ny' AS t; SELECT 2 AS c\n",
                "sql",
                "--format",
                "json",
                "--out",
                folder.toString());
        assertThat(run.exitCode()).as("statements from a pipe were wrong").isEqualTo(2);
        assertThat(run.lines())
                .startsWith("planned", "models", "outcomes", "points")
                .contains("{\"n\":64}", "{\"t\":\"x;\\ny\"}")
                .endsWith("{\"c\":2}");
        assertThat(run.out()).contains("\"col_name\":\"lyapunov_mean\"").doesNotContain("sql>");
        assertThat(run.err()).contains("sql>", "PARSE_SYNTAX_ERROR", "no command \\x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELEC;",
                "SELECT x FROM models;",
                "\\x",
                "\\d nothing",
                "\\timing 3",
                "SELECT 1;\nDROP VIEW models"
            })
    void oneMistakeOnAPipeIsAMistake(String statements) {
        TestSpark.session();
        assertThat(CommandLines.runWithInput(statements + "\n", "sql", "--out", folder.toString())
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void thePromptQuits() {
        TestSpark.session();
        CommandLines run = CommandLines.runWithInput("\\q\nSELECT 1;\n", "sql", "--out", folder.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
    }

    @Test
    void wrongUsageStartsNoSpark() {
        assertThat(CommandLines.run("sql", "SELECT 1").exitCode()).isEqualTo(2);
        CommandLines missing = CommandLines.run("sql", "--out", scratch + "/none", "SELECT 1");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains(scratch + "/none");
        assertThat(sql("-f", scratch + "/none.sql").exitCode()).isEqualTo(2);
        assertThat(sql("-f", "x.sql", "SELECT 1").exitCode()).isEqualTo(2);
    }

    @Test
    void columnsOfOneNameAreKept() {
        assertThat(sql("--format", "json", "SELECT 1 AS x, 2 AS x, 3 AS x_2").lines())
                .containsExactly("{\"x\":1,\"x_3\":2,\"x_2\":3}");
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Path damaged = scratch.resolve("damaged");
        TestSpark.session();
        TestRows.writeModels(ResultsDirectory.at(damaged.toString()), TestRows.model("a"));
        Path part;
        try (var files = Files.walk(damaged)) {
            part = files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
        try (var files = Files.walk(damaged)) {
            for (Path checksum :
                    files.filter(file -> file.toString().endsWith(".crc")).toList()) {
                Files.delete(checksum);
            }
        }
        byte[] whole = Files.readAllBytes(part);
        for (int length : new int[] {1, whole.length / 2, whole.length - 1}) {
            Files.write(part, java.util.Arrays.copyOf(whole, length));
            CommandLines run = CommandLines.run("sql", "--out", damaged.toString(), "SELECT * FROM models");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
            assertThat(run.err())
                    .contains(part.getFileName().toString(), "damaged")
                    .doesNotContain("\tat ");
        }
        byte[] flipped = whole.clone();
        flipped[40] ^= 4;
        Files.write(part, flipped);
        CommandLines run = CommandLines.run("sql", "--out", damaged.toString(), "SELECT * FROM models");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
        assertThat(run.err()).contains(part.getFileName().toString(), "damaged", "a page of it");
    }
}
