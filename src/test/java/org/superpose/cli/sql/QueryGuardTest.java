package org.superpose.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistryBase;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.cli.output.Output;
import org.superpose.errors.UserException;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;
import scala.jdk.javaapi.CollectionConverters;

/** Ways around the rule that {@code sql} runs queries over the views and nothing else. */
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

    /** Each is refused by its name, before Spark looks it up. */
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
                "SELECT transform(array(1), x -> reflect(CALL))",
                "SELECT aggregate(array(1), '', (a, x) -> java_method(CALL), a -> a)",
                "SELECT map(1, struct(named_struct('x', reflect(CALL))))",
                "SELECT CASE WHEN n > 0 THEN 'x' ELSE reflect(CALL) END FROM models",
                "SELECT n FROM models ORDER BY reflect(CALL)",
                "SELECT n FROM models DISTRIBUTE BY reflect(CALL)",
                "SELECT n FROM models GROUP BY n HAVING max(reflect(CALL)) = 'x'",
                "SELECT count(*) FILTER (WHERE reflect(CALL) = 'x') FROM models",
                "SELECT sum(n) OVER (PARTITION BY reflect(CALL)) FROM models",
                "SELECT sum(n) OVER w FROM models WINDOW w AS (PARTITION BY reflect(CALL))",
                "SELECT n FROM models LIMIT length(reflect(CALL))",
                "SELECT a.n FROM models a JOIN models b ON reflect(CALL) = 'x'",
                "SELECT * FROM models, LATERAL (SELECT reflect(CALL))",
                "SELECT * FROM models LATERAL VIEW explode(array(reflect(CALL))) t AS x",
                "SELECT * FROM models LATERAL VIEW reflect(CALL) t AS x",
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
                "EXPLAIN SELECT reflect(CALL)",
                "DESCRIBE QUERY SELECT reflect(CALL)",
                "DESCRIBE SELECT reflect(CALL)",
                "SELECT 'a' LIKE reflect(CALL)",
                "SELECT /*+ BROADCAST(x) */ reflect(CALL)",
            })
    void reflectionIsRefusedWhereverItIs(String statement) throws Exception {
        String call = statement.replace("CALL", CALL);
        LogicalPlan parsed = parsed(call);
        assertThat(message(() -> QueryGuard.check(parsed))).contains("calls methods of any Java class");
        assertThat(refusal(call)).contains("calls methods of any Java class");
    }

    /** No name, so that only what it stands for can be refused: there is no such function. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT IDENTIFIER('ref' || 'lect')(CALL)",
                "SELECT IDENTIFIER('builtin.java_' || 'method')(CALL)",
                "SELECT IDENTIFIER('system.builtin.try_' || 'reflect')(CALL)",
                "SELECT transform(array(1), x -> IDENTIFIER('ref' || 'lect')(CALL))",
                "SELECT n FROM models WHERE n IN (SELECT IDENTIFIER('ref' || 'lect')(CALL))",
            })
    void aNameThatIsComputedFindsNoReflection(String statement) throws Exception {
        String call = statement.replace("CALL", CALL);
        assertThat(refusal(call)).contains("There is no function");
        LogicalPlan found = analysed(TestSpark.session().newSession(), call);
        assertThat(message(() -> QueryGuard.check(found))).contains("calls methods of any Java class");
    }

    @Test
    void functionsThatReachBeyondTheViewsAreRefusedAndGone() throws Exception {
        FunctionRegistryBase<?> all =
                classic(TestSpark.session().newSession()).sessionState().functionRegistry();
        List<String> suspects = CollectionConverters.asJava(all.listFunction()).stream()
                .filter(function -> all.lookupFunction(function)
                        .get()
                        .getClassName()
                        .matches(".*(Reflect|XPath|Avro|Protobuf|XmlToStructs|SchemaOfXml).*"))
                .map(FunctionIdentifier::funcName)
                .toList();
        assertThat(suspects).hasSizeGreaterThanOrEqualTo(19).contains("from_xml", "schema_of_xml", "xpath_string");
        SparkSession limited = QuerySession.in(TestSpark.session());
        for (String function : suspects) {
            assertThat(refusal("SELECT " + function + "('x', 'y')"))
                    .startsWith("the function " + function + " ")
                    .contains("only queries over the views");
            assertThatThrownBy(() -> analysed(limited, "SELECT " + function + "('x', 'y')"))
                    .isInstanceOf(AnalysisException.class)
                    .hasMessageContaining("UNRESOLVED_ROUTINE");
        }
        String logs = "SELECT * FROM python_worker_logs()";
        assertThat(refusal(logs)).contains("reads logs");
        assertThatThrownBy(() -> analysed(limited, logs)).hasMessageContaining("UNRESOLVABLE_TABLE_VALUED_FUNCTION");
        assertThat(rows("SELECT to_xml(named_struct('a', 1))")).contains("<a>1</a>");
    }

    @Test
    void noClassIsLoadedByName() {
        Map<String, String> set = CollectionConverters.asJava(
                QuerySession.in(TestSpark.session()).conf().getAll());
        assertThat(set).containsAllEntriesOf(QuerySession.SETTINGS);
        assertThat(refusal("SELECT from_json('{}', '{\"type\":\"udt\",\"class\":\"java.lang.String\"}')"))
                .contains("PARSE_SYNTAX_ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM text.`FILE`",
                "SELECT * FROM csv.`file://FILE`",
                "TABLE text.`FILE`",
                "SELECT * FROM STREAM text.`FILE`",
                "SELECT * FROM binaryFile.`FILE`",
                "WITH x AS (TABLE text.`FILE`) SELECT * FROM x",
                "SELECT * FROM `text`.`FILE` VERSION AS OF 1",
                "SELECT n FROM models WHERE EXISTS (SELECT * FROM text.`FILE`)",
                "SELECT * FROM spark_catalog.default.models",
                "SELECT * FROM jdbc.`jdbc:derby:memory:x;create=true`",
            })
    void tablesNamedByTheirFileAreRefused(String statement) throws Exception {
        String read = statement.replace("FILE", secret().toString());
        LogicalPlan parsed = parsed(read);
        assertThat(message(() -> QueryGuard.check(parsed)))
                .contains("there is no table", "only the views can be queried");
        assertThat(refusal(read)).contains("there is no table");
    }

    /** Without its setting Spark would read it: the guard does not see the name. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM IDENTIFIER('te' || 'xt.`FILE`')", "DESCRIBE text.`FILE`"})
    void aNameThatIsComputedFindsNoFile(String statement) throws Exception {
        assertThat(refusal(statement.replace("FILE", secret().toString())))
                .contains("There is no view")
                .doesNotContain("a secret");
    }

    private static Path secret() throws IOException {
        return Files.writeString(folder.resolve("secret.txt"), "a secret\n");
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

    private static LogicalPlan parsed(String statement) throws Exception {
        return classic(TestSpark.session()).sessionState().sqlParser().parsePlan(statement);
    }

    /** As a session without {@link QuerySession}'s limits understands it. */
    private static LogicalPlan analysed(SparkSession session, String statement) throws Exception {
        session.range(1).selectExpr("id AS n").createOrReplaceTempView("models");
        return classic(session)
                .sessionState()
                .executePlan(parsed(statement), CommandExecutionMode.SKIP())
                .analyzed();
    }

    private static org.apache.spark.sql.classic.SparkSession classic(SparkSession session) {
        return (org.apache.spark.sql.classic.SparkSession) session;
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
