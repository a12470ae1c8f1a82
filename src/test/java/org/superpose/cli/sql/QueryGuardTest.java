package org.superpose.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.Slow;
import org.superpose.cli.output.Output;
import org.superpose.errors.UserException;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;
import scala.jdk.javaapi.CollectionConverters;

/** Ways around the rule that {@code sql} runs queries over the views and nothing else. */
@Slow
class QueryGuardTest {
    /** What reflection would set if it came through. */
    private static final String TRACE = "org.superpose.guard";

    private static final String CALL = "'java.lang.System', 'setProperty', '" + TRACE + "', 'x'";

    @TempDir
    static Path folder;

    private static Queries queries;

    @BeforeAll
    static void write() {
        SparkSession spark = TestSpark.session();
        TestRows.writeModels(ResultsDirectory.at(folder.toString()), TestRows.model("a", "n", 64));
        queries = new Queries(spark, ResultsDirectory.at(folder.toString()));
    }

    @AfterEach
    void nothingHappened() throws Exception {
        assertThat(System.getProperty(TRACE)).isNull();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("written");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '"', textBlock = """
            DROP VIEW models -> and DROP
            drop view IDENTIFIER('mod' || 'els') -> and DROP
            CREATE TEMPORARY VIEW IDENTIFIER('t' || 'u') AS SELECT 1 -> WITH x AS
            CREATE OR REPLACE TEMPORARY VIEW models AS SELECT 1 -> and CREATE
            CREATE TABLE IDENTIFIER('t' || 'u') AS SELECT 1 -> and CREATE
            CREATE FUNCTION f() RETURNS INT RETURN 1 -> and CREATE
            /* SELECT */ INSERT INTO IDENTIFIER('mod' || 'els') SELECT 1 -> and INSERT
            WITH x AS (WITH y AS (SELECT 1) SELECT * FROM y) INSERT INTO models SELECT * FROM x -> INSERT INTO is none
            FROM models INSERT INTO t SELECT n INSERT INTO u SELECT m -> INSERT INTO is none
            WITH x AS (SELECT 1) INSERT OVERWRITE DIRECTORY 'FOLDER/written' USING csv SELECT * FROM x -> --format csv
            UPDATE models SET n = 1 -> and UPDATE
            MERGE INTO models USING points ON true WHEN MATCHED THEN DELETE -> and MERGE
            DELETE FROM models -> and DELETE
            CACHE LAZY TABLE models -> and CACHE
            UNCACHE TABLE models -> and UNCACHE
            REFRESH TABLE models -> and REFRESH
            ANALYZE TABLE models COMPUTE STATISTICS -> and ANALYZE
            SET -> --conf KEY=VALUE
            SET spark.sql.ansi.enabled = false -> --conf KEY=VALUE
            SET TIME ZONE 'UTC' -> --conf KEY=VALUE
            RESET -> --conf KEY=VALUE
            USE default -> and USE
            SHOW TABLES -> DESCRIBE tells
            SHOW COLUMNS IN models -> DESCRIBE tells
            ADD JAR '/tmp/x.jar' -> and ADD
            LIST JARS -> and LIST
            CALL system.procedure() -> and CALL
            DECLARE VARIABLE x INT -> WITH x AS
            EXECUTE IMMEDIATE 'DROP VIEW models' -> one by one
            BEGIN SELECT 1; END -> one by one
            EXPLAIN EXECUTE IMMEDIATE 'DROP VIEW models' -> one by one
            EXPLAIN CREATE TEMPORARY VIEW IDENTIFIER('t' || 'u') AS SELECT 1 -> and CREATE
            EXPLAIN EXTENDED SET x = 1 -> and SET
            EXPLAIN INSERT INTO models SELECT 1 -> and INSERT
            EXPLAIN WITH x AS (SELECT 1) INSERT OVERWRITE DIRECTORY 'FOLDER/written' USING csv SELECT * FROM x -> --format csv
            -- SELECT 1⏎ explain -- why⏎ formatted DROP VIEW models -> and DROP
            FROM models SELECT TRANSFORM (n) USING 'cat' AS (n) -> TRANSFORM is none
            SELECT * FROM (SELECT TRANSFORM (n) USING 'cat' AS (n) FROM models) x -> TRANSFORM is none
            SELECT (SELECT max(y) FROM (SELECT TRANSFORM (n) USING 'cat' AS (y) FROM models)) -> TRANSFORM is none
            SELECT n FROM models WHERE n IN (SELECT TRANSFORM (n) USING 'cat' AS (n) FROM models) -> TRANSFORM is none
            WITH x AS (SELECT TRANSFORM (n) USING 'cat' AS (n) FROM models) SELECT * FROM x -> TRANSFORM is none
            MAP n USING 'cat' AS x FROM models -> TRANSFORM is none
            /* /* */ DESC */ INSERT OVERWRITE DIRECTORY 'FOLDER/written' USING csv SELECT 1 -> --format csv
            /* /* */ EXPLAIN */ INSERT OVERWRITE DIRECTORY 'FOLDER/written' USING csv SELECT 1 -> --format csv
            -- a \\⏎DESC⏎INSERT OVERWRITE DIRECTORY 'FOLDER/written' USING csv SELECT 1 -> --format csv
            /* /* */ DESC */ SELECT TRANSFORM (n) USING 'cat' AS (n) FROM models -> TRANSFORM is none
            /* /* */ DESC */ SET spark.sql.variable.substitute=true -> --conf KEY=VALUE
            /* /* */ SELECT */ EXECUTE IMMEDIATE 'DROP VIEW models' -> one by one
            /* /* */ SELECT */ BEGIN SELECT 1; END -> one by one
            (SELECT 1) -> runs
            """)
    void commandsAreNamedAndRefused(String statement, String named) {
        String text = statement.replace("FOLDER", folder.toString()).replace('⏎', '\n');
        if (named.equals("runs")) {
            assertThat(rows(text)).isNotBlank();
        } else {
            assertThat(refusal(text)).contains("only queries are run here", named);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT reflect(CALL)",
                "SELECT ReFlEcT(CALL) AS abs",
                "SELECT `reflect`(CALL)",
                "SELECT builtin.reflect(CALL)",
                "SELECT `builtin`.`JAVA_METHOD`(CALL)",
                "SELECT try_reflect(CALL) FROM models",
                "SELECT transform(array(1), x -> reflect(CALL))",
                "SELECT n FROM models WHERE n IN (SELECT reflect(CALL))",
                "WITH x AS (WITH y AS (SELECT reflect(CALL) AS z) SELECT z FROM y) SELECT * FROM x",
                "SELECT sum(n) OVER w FROM models WINDOW w AS (PARTITION BY reflect(CALL))",
                "FROM models |> EXTEND reflect(CALL) AS x |> WHERE x = 'x'",
                "SELECT IDENTIFIER('ref' || 'lect')(CALL)",
                "SELECT IDENTIFIER('builtin.java_' || 'method')(CALL)",
                "EXPLAIN SELECT reflect(CALL)",
                "DESCRIBE QUERY SELECT reflect(CALL)",
            })
    void noMethodOfJavaIsCalled(String statement) {
        assertThat(refusal(statement.replace("CALL", CALL))).contains("calls methods of any Java class");
    }

    /** Each line of a comment, or each blank, must not take its part of the stack. */
    @Test
    void longCommentsAreRead() {
        assertThat(rows("-- a line\n".repeat(5000) + " ".repeat(5000) + "SELECT 1 AS x"))
                .contains("1");
    }

    /** What is inserted into is not known before its name is looked up. */
    @Test
    void aViewIsNotInsertedInto() {
        assertThat(refusal("WITH x AS (SELECT 1) INSERT INTO IDENTIFIER('mod' || 'els') SELECT * FROM x"))
                .contains("and INSERT INTO is none");
    }

    /** Spark puts the values of variables into a statement before it is parsed, unless it is told not to. */
    @Test
    void theEnvironmentOfTheReaderIsNotPrinted() {
        assertThat(rows("SELECT '${env:HOME}' AS x")).contains("${env:HOME}");
        assertThat(rows("SELECT '${system:user.name}' AS x")).contains("${system:user.name}");
    }

    @Test
    void settingsAreThoseOfQueries() {
        Map<String, String> set = CollectionConverters.asJava(
                QuerySession.in(TestSpark.session()).conf().getAll());
        assertThat(set).containsAllEntriesOf(QuerySession.SETTINGS);
        assertThat(refusal("SELECT from_json('{}', '{\"type\":\"udt\",\"class\":\"java.lang.String\"}')"))
                .contains("PARSE_SYNTAX_ERROR");
    }

    /** Its user may read it, but not as a view: a misspelt name must not open a file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM text.`FILE`",
                "SELECT * FROM csv.`file://FILE`",
                "TABLE text.`FILE`",
                "WITH x AS (TABLE text.`FILE`) SELECT * FROM x",
                "SELECT n FROM models WHERE EXISTS (SELECT * FROM text.`FILE`)",
                "SELECT * FROM IDENTIFIER('te' || 'xt.`FILE`')",
                "DESCRIBE text.`FILE`",
            })
    void aFileIsNoView(String statement) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "a secret\n");
        assertThat(refusal(statement.replace("FILE", secret.toString())))
                .contains("There is no view")
                .doesNotContain("a secret");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '"', textBlock = """
            SELECT format_string('%q', n) FROM models -> the query failed: UnknownFormatConversionException: Conversion = 'q'
            SELECT format_string('%d', 'x') -> the query failed: IllegalFormatConversionException: d !=
            """)
    void whatSparkDidNotExpectIsOneMessage(String statement, String expected) {
        assertThat(refusal(statement)).startsWith(expected).doesNotContain("\n");
    }

    @Test
    void theDeepestReasonIsTold() {
        QueryMistake mistake = new QueryMistake(new Statement("SELECT 1", "q.sql", 7), List.of());
        Throwable failure = new SparkException("Job aborted", new java.net.ConnectException("refused\nat all"));
        assertThat(mistake.explained(failure))
                .isInstanceOf(UserException.class)
                .hasMessage("q.sql:7: the query failed: ConnectException: refused");
        assertThat(mistake.explained(new OutOfMemoryError("Java heap space"))).hasMessageContaining("--driver-memory");
        assertThat(mistake.explained(new java.io.FileNotFoundException("/x/a.parquet (Too many open files)")))
                .hasMessageContaining("the query failed: FileNotFoundException: /x/a.parquet (Too many");
        assertThat(mistake.explained(new java.io.FileNotFoundException(
                        "/tmp/blockmgr-1/0a/shuffle_0.data (No such file or directory)")))
                .hasMessageContaining("the query failed: FileNotFoundException");
        assertThat(mistake.explained(new java.io.FileNotFoundException("File file:/x/a.parquet does not exist")))
                .hasMessageContaining("as compact does");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'reflect(1)' AS reflect",
                "SELECT reflect.n AS java_method FROM models AS reflect",
                "WITH text AS (SELECT 1 AS x) SELECT text.x FROM text",
                "TABLE models",
                "VALUES (1)",
                "SELECT * FROM range(2)",
                "SELECT * FROM IDENTIFIER('mod' || 'els')",
                "DESCRIBE models",
                "DESCRIBE EXTENDED models",
                "DESCRIBE FUNCTION abs",
                "DESCRIBE models loss",
                "DESC QUERY SELECT n FROM models",
                "EXPLAIN FORMATTED SELECT n FROM models",
                "SELECT n FROM models WHERE n != 3",
            })
    void queriesAreRun(String statement) {
        assertThat(rows(statement)).isNotBlank();
    }

    private static String rows(String statement) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        queries.run(
                new Statement(statement, "", 1),
                Output.Format.CSV,
                new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String refusal(String statement) {
        return message(() -> rows(statement));
    }

    private static String message(ThrowingCallable work) {
        UserException refused = catchThrowableOfType(UserException.class, work);
        assertThat(refused).isNotNull();
        assertThat(refused.getMessage()).isNotBlank().doesNotContain("\tat ");
        return refused.getMessage();
    }
}
