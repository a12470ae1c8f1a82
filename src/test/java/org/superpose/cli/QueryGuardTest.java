package org.superpose.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.config.UserException;
import org.superpose.sweep.ResultsDirectory;
import org.superpose.sweep.TestRows;
import org.superpose.sweep.TestSpark;

/** Ways around the rule that {@code sql} runs queries over the views and nothing else. */
class QueryGuardTest {
    /** What reflection would set if it came through. */
    private static final String TRACE = "org.superpose.guard";

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
            DROP VIEW models -> DROP VIEW
            drop view IDENTIFIER('mod' || 'els') -> DROP VIEW
            CREATE TEMPORARY VIEW IDENTIFIER('t' || 'u') AS SELECT 1 -> CREATE VIEW
            CREATE OR REPLACE TEMPORARY VIEW models AS SELECT 1 -> CREATE VIEW
            CREATE TABLE IDENTIFIER('t' || 'u') AS SELECT 1 -> CREATE TABLE
            CREATE TEMPORARY FUNCTION IDENTIFIER('f' || 'g') AS 'x.Y' -> CREATE FUNCTION
            CREATE FUNCTION f() RETURNS INT RETURN 1 -> CREATE USER DEFINED FUNCTION
            /* SELECT */ INSERT INTO IDENTIFIER('mod' || 'els') SELECT 1 -> INSERT INTO
            WITH x AS (SELECT 1) INSERT INTO IDENTIFIER('models') SELECT * FROM x -> INSERT INTO
            WITH x AS (WITH y AS (SELECT 1) SELECT * FROM y) INSERT INTO models SELECT * FROM x -> INSERT INTO
            FROM models INSERT INTO t SELECT n INSERT INTO u SELECT m -> INSERT INTO
            WITH x AS (SELECT 1) INSERT OVERWRITE DIRECTORY 'FOLDER/written' USING csv SELECT * FROM x -> INSERT OVERWRITE DIRECTORY
            UPDATE models SET n = 1 -> UPDATE
            MERGE INTO models USING points ON true WHEN MATCHED THEN DELETE -> MERGE
            CACHE LAZY TABLE models -> CACHE TABLE
            UNCACHE TABLE models -> UNCACHE TABLE
            REFRESH TABLE models -> REFRESH TABLE
            SET -> --conf KEY=VALUE
            SET spark.sql.ansi.enabled = false -> --conf KEY=VALUE
            SET TIME ZONE 'UTC' -> --conf KEY=VALUE
            RESET -> --conf KEY=VALUE
            USE default -> USE
            SHOW TABLES -> DESCRIBE tells
            SHOW COLUMNS IN models -> DESCRIBE tells
            DESCRIBE FUNCTION abs -> DESCRIBE FUNCTION
            DESCRIBE DATABASE default -> DESCRIBE NAMESPACE
            ADD JAR '/tmp/x.jar' -> ADD JAR
            LIST JARS -> LIST JAR
            CALL system.procedure() -> CALL
            DECLARE VARIABLE x INT -> WITH x AS
            EXECUTE IMMEDIATE 'SELECT 1' -> EXECUTE IMMEDIATE
            BEGIN SELECT 1; END -> BEGIN END
            EXPLAIN CREATE TEMPORARY VIEW IDENTIFIER('t' || 'u') AS SELECT 1 -> only queries
            EXPLAIN EXTENDED SET x = 1 -> only queries
            EXPLAIN INSERT INTO models SELECT 1 -> INSERT INTO
            FROM models SELECT TRANSFORM (n) USING 'cat' AS (n) -> TRANSFORM
            SELECT * FROM (SELECT TRANSFORM (n) USING 'cat' AS (n) FROM models) x -> TRANSFORM
            """)
    void commandsAreNamedAndRefused(String statement, String named) {
        assertThat(refusal(statement.replace("FOLDER", folder.toString()))).contains(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT reflect(CALL)",
                "SELECT ReFlEcT(CALL) AS abs",
                "SELECT `reflect`(CALL)",
                "SELECT builtin.reflect(CALL)",
                "SELECT system.builtin.reflect(CALL)",
                "SELECT `system`.`builtin`.`JAVA_METHOD`(CALL)",
                "SELECT try_reflect(CALL) FROM models",
                "SELECT IDENTIFIER('reflect')(CALL)",
                "SELECT IDENTIFIER('ref' || 'lect')(CALL)",
                "SELECT IDENTIFIER('system.builtin.try_' || 'reflect')(CALL)",
                "SELECT transform(array(1), x -> reflect(CALL))",
                "SELECT aggregate(array(1), '', (a, x) -> java_method(CALL), a -> a)",
                "SELECT map(1, struct(named_struct('x', reflect(CALL))))",
                "SELECT CASE WHEN n > 0 THEN 'x' ELSE reflect(CALL) END FROM models",
                "SELECT n FROM models ORDER BY reflect(CALL)",
                "SELECT n FROM models GROUP BY n HAVING max(reflect(CALL)) = 'x'",
                "SELECT count(*) FILTER (WHERE reflect(CALL) = 'x') FROM models",
                "SELECT sum(n) OVER (PARTITION BY reflect(CALL)) FROM models",
                "SELECT n FROM models LIMIT length(reflect(CALL))",
                "SELECT a.n FROM models a JOIN models b ON reflect(CALL) = 'x'",
                "SELECT * FROM models, LATERAL (SELECT reflect(CALL))",
                "SELECT * FROM models LATERAL VIEW explode(array(reflect(CALL))) t AS x",
                "SELECT * FROM explode(array(reflect(CALL)))",
                "SELECT * FROM reflect(CALL)",
                "SELECT (SELECT max(reflect(CALL)) FROM models)",
                "SELECT n FROM models WHERE n IN (SELECT reflect(CALL))",
                "SELECT n FROM models WHERE NOT EXISTS (SELECT 1 WHERE reflect(CALL) = 'x')",
                "WITH x AS (WITH y AS (SELECT reflect(CALL) AS z) SELECT z FROM y) SELECT * FROM x",
                "WITH RECURSIVE x(a) AS (SELECT reflect(CALL) UNION ALL SELECT a FROM x WHERE false) SELECT * FROM x",
                "SELECT 1 UNION ALL SELECT reflect(CALL)",
                "VALUES (reflect(CALL))",
                "SELECT * FROM VALUES (reflect(CALL)) AS t(x)",
                "FROM models |> SELECT reflect(CALL)",
                "FROM models |> EXTEND reflect(CALL) AS x |> WHERE x = 'x'",
                "SELECT * FROM models PIVOT (max(reflect(CALL)) FOR n IN (64))",
                "SELECT * FROM models TABLESAMPLE (BUCKET 1 OUT OF 2 ON reflect(CALL))",
                "EXPLAIN SELECT reflect(CALL)",
                "DESCRIBE QUERY SELECT reflect(CALL)",
                "DESCRIBE SELECT reflect(CALL)",
                "SELECT 'a' LIKE reflect(CALL)",
                "SELECT /*+ BROADCAST(x) */ reflect(CALL)",
            })
    void reflectionIsRefusedWhereverItIs(String statement) {
        refusal(statement.replace("CALL", "'java.lang.System', 'setProperty', '" + TRACE + "', 'x'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM text.`FILE`",
                "SELECT * FROM csv.`file://FILE`",
                "TABLE text.`FILE`",
                "SELECT * FROM binaryFile.`FILE`",
                "SELECT * FROM IDENTIFIER('te' || 'xt.`FILE`')",
                "WITH x AS (TABLE text.`FILE`) SELECT * FROM x",
                "DESCRIBE text.`FILE`",
                "SELECT * FROM `text`.`FILE` VERSION AS OF 1",
                "SELECT n FROM models WHERE EXISTS (SELECT * FROM text.`FILE`)",
                "SELECT * FROM spark_catalog.default.models",
                "SELECT * FROM jdbc.`jdbc:derby:memory:x;create=true`",
            })
    void otherFilesAreNotRead(String statement) throws Exception {
        Path file = Files.writeString(folder.resolve("secret.txt"), "a secret\n");
        assertThat(refusal(statement.replace("FILE", file.toString()))).doesNotContain("a secret");
    }

    @Test
    void entitiesOfXmlReadNoFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("secret.txt"), "a secret\n");
        assertThat(rows("SELECT xpath_string('<!DOCTYPE a [<!ENTITY x SYSTEM \"" + file.toUri()
                        + "\">]><a>&x;</a>', 'a')"))
                .doesNotContain("a secret");
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
        UserException refused = catchThrowableOfType(UserException.class, () -> rows(statement));
        assertThat(refused).as(statement).isNotNull();
        assertThat(refused.getMessage()).isNotBlank().doesNotContain("\tat ");
        return refused.getMessage();
    }
}
