package org.superpose.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.superpose.errors.StoppedException;
import org.superpose.errors.UserException;

/** Opens Spark with the settings the tables depend on, whichever spark-submit started the process. */
public final class Sessions {
    /** Tasks are tried four times: plain {@code local[*]} never retries. */
    private static final String DEFAULT_MASTER = "local[*,4]";

    /** Correctness depends on these, so they override what was submitted. */
    private static final Map<String, String> REQUIRED = Map.of(
            // A task's file appears when the task commits; with version 1 a crash loses every finished task.
            "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "2",
            // Without it a flipped bit is read as a wrong number.
            "spark.hadoop.parquet.page.verify-checksum.enabled", "true",
            "spark.sql.files.ignoreCorruptFiles", "false",
            "spark.sql.files.ignoreMissingFiles", "false",
            "spark.sql.parquet.mergeSchema", "false",
            // A uuid such as 00000000-… must stay text.
            "spark.sql.sources.partitionColumnTypeInference.enabled", "false",
            "spark.sql.session.timeZone", "UTC",
            // A second attempt beside the first would train the largest points twice.
            "spark.speculation", "false",
            // A committer of the site's may keep task files under other names; TableWriter sets the protocol.
            "spark.sql.parquet.output.committer.class", "org.apache.parquet.hadoop.ParquetOutputCommitter");

    /** A task may be lost with its JVM twice before it leaves its points to a later one, and once for another reason. */
    private static final String TASK_FAILURES = "spark.task.maxFailures";

    private static final int LEAST_TASK_FAILURES = 4;

    /** Where the AWS SDK looks for keys in the environment, and what Hadoop calls them. */
    private static final Map<String, String> KEYS = Map.of(
            "AWS_ACCESS_KEY_ID", "spark.hadoop.fs.s3a.access.key",
            "AWS_SECRET_ACCESS_KEY", "spark.hadoop.fs.s3a.secret.key",
            "AWS_SESSION_TOKEN", "spark.hadoop.fs.s3a.session.token");

    private Sessions() {}

    /** The master that {@link #open} takes with this configuration. */
    public static String master(SparkConf submitted) {
        return submitted.get("spark.master", DEFAULT_MASTER);
    }

    /** Whether tasks run in the driver's own JVM: {@code local}, {@code local[2,4]}, but not {@code local-cluster[2,1,1024]}. */
    public static boolean local(String master) {
        return master.matches("local(\\[.*])?");
    }

    /** Whether the executors are on the driver's machine, in processes of their own or not. */
    private static boolean onThisMachine(String master) {
        return local(master) || master.startsWith("local-cluster[");
    }

    /**
     * A session named {@code superpose NAME}, or the one this process already has. Close it with {@link SparkSession#close}, best in a
     * try-with-resources statement.
     *
     * @throws StoppedException if a cluster could not be joined
     */
    public static SparkSession open(String name) {
        return open(name, Map.of());
    }

    /** A session as {@link #open(String)} opens one, whose executors have the keys that the directory's object store asks for. */
    public static SparkSession open(String name, ResultsDirectory directory) {
        SparkConf submitted = new SparkConf();
        boolean apart = !local(master(submitted)) && ObjectStores.takesKeys(directory.files());
        return open(name, apart ? storeKeys(System.getenv(), submitted) : Map.of());
    }

    private static SparkSession open(String name, Map<String, String> more) {
        SparkConf submitted = new SparkConf();
        String master = master(submitted);
        SparkSession.Builder builder =
                SparkSession.builder().appName("superpose " + name).master(master);
        defaults(master).forEach((key, value) -> {
            if (!submitted.contains(key)) {
                builder.config(key, value);
            }
        });
        more.forEach(builder::config);
        REQUIRED.forEach(builder::config);
        if (submitted.contains(TableWriter.PROTOCOL)) {
            // Spark looks at the class when the session begins, and it may be one that only the site has.
            builder.config(TableWriter.PROTOCOL, TableWriter.ON_FILE_SYSTEMS);
        }
        if (submitted.getInt(TASK_FAILURES, LEAST_TASK_FAILURES) < LEAST_TASK_FAILURES) {
            builder.config(TASK_FAILURES, LEAST_TASK_FAILURES);
        }
        try {
            return builder.getOrCreate();
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    "Spark refuses its settings (" + Reads.firstLine(e)
                            + "); change what --conf, --properties-file or spark-defaults.conf gives it",
                    e);
        } catch (Exception e) { // Spark throws checked exceptions without declaring them
            if (onThisMachine(master)
                    || e instanceof InterruptedException
                    || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            throw new StoppedException(
                    "Spark could not be started on " + Secrets.word(master) + ": " + Reads.firstLine(Reads.root(e))
                            + "; what Spark said before tells more",
                    e);
        }
    }

    /** Opens a session as {@link #open} does, for a command that only reads: what fails is told by the exception alone, not by Spark's log as well. */
    public static SparkSession openForReading(String name, ResultsDirectory directory) {
        SparkSession session = open(name, directory);
        session.sparkContext().setLogLevel("OFF");
        // That leaves the loggers that our configuration gives a level of their own.
        Configurator.setAllLevels("org.apache", Level.OFF);
        return session;
    }

    /**
     * The keys of an object store that the driver has in its environment, which executors do not have; none where any was submitted, because those of two
     * origins do not fit together. Spark hides their values wherever it shows settings.
     */
    static Map<String, String> storeKeys(Map<String, String> environment, SparkConf submitted) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (environment.containsKey("AWS_ACCESS_KEY_ID")
                && environment.containsKey("AWS_SECRET_ACCESS_KEY")
                && KEYS.values().stream().noneMatch(submitted::contains)) {
            KEYS.forEach((variable, setting) -> {
                if (environment.containsKey(variable)) {
                    settings.put(setting, environment.get(variable));
                }
            });
        }
        return settings;
    }

    /** What was submitted that {@link #open} does not follow, a sentence each. */
    public static List<String> overridden(SparkConf submitted) {
        Map<String, String> ours = new TreeMap<>(REQUIRED);
        // superpose's own protocol depends on the file system, and no one submits it
        ours.put(TableWriter.PROTOCOL, "");
        return ours.entrySet().stream()
                .filter(own -> submitted.contains(own.getKey())
                        && !submitted.get(own.getKey()).equals(own.getValue()))
                .map(own -> own.getKey() + " = " + submitted.get(own.getKey())
                        + " is not followed: the tables depend on superpose's own setting")
                .toList();
    }

    private static Map<String, String> defaults(String master) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("spark.redaction.regex", Secrets.SPARK_REDACTION);
        defaults.put("spark.ui.enabled", "false");
        defaults.put("spark.ui.showConsoleProgress", "false");
        // The tables are wide: a shorter plan is cut with a warning.
        defaults.put("spark.sql.debug.maxToStringFields", "500");
        if (local(master)) {
            // Executor and driver are one process: after a pause of both, as of a laptop that slept, Spark would take
            // the executor for lost.
            defaults.put("spark.network.timeout", "10000h");
        }
        if (onThisMachine(master)) {
            defaults.put("spark.driver.host", "127.0.0.1");
            defaults.put("spark.driver.bindAddress", "127.0.0.1");
            defaults.put("spark.sql.shuffle.partitions", "8");
            // Spark sorts where more than 128 groups are collected; the finite-size study has thousands.
            defaults.put("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", "100000");
        }
        return defaults;
    }
}
