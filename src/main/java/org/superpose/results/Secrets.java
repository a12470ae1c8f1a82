package org.superpose.results;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may be written down of how a program was started. Of Spark's settings only those keep their values that are listed here, because no rule tells every
 * secret by its name: {@code fs.azure.account.key.x} is one, and so is any {@code -D} among Java's options. Of URLs the user, the password and the query
 * are left out wherever they stand.
 */
public final class Secrets {
    /** Stands for what is left out. Pasted into a shell it is an error, not another value. */
    static final String HIDDEN = "(redacted)";

    /** The settings that are shown: sizes, numbers, switches and the names of things, and what superpose itself sets. */
    private static final Set<String> SHOWN = Set.of(
            "spark.app.id",
            "spark.app.name",
            "spark.app.startTime",
            "spark.app.submitTime",
            "spark.authenticate",
            "spark.cores.max",
            "spark.default.parallelism",
            "spark.driver.bindAddress",
            "spark.driver.cores",
            "spark.driver.host",
            "spark.driver.maxResultSize",
            "spark.driver.memory",
            "spark.driver.memoryOverhead",
            "spark.driver.port",
            "spark.dynamicAllocation.enabled",
            "spark.dynamicAllocation.initialExecutors",
            "spark.dynamicAllocation.maxExecutors",
            "spark.dynamicAllocation.minExecutors",
            "spark.eventLog.enabled",
            "spark.executor.cores",
            "spark.executor.heartbeatInterval",
            "spark.executor.id",
            "spark.executor.instances",
            "spark.executor.memory",
            "spark.executor.memoryOverhead",
            "spark.executor.memoryOverheadFactor",
            "spark.executor.resource.gpu.amount",
            "spark.executorEnv.OMP_NUM_THREADS",
            "spark.executorEnv.OPENBLAS_NUM_THREADS",
            "spark.hadoop.fs.defaultFS",
            "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version",
            "spark.hadoop.parquet.page.verify-checksum.enabled",
            "spark.io.encryption.enabled",
            "spark.jars",
            "spark.kubernetes.container.image",
            "spark.kubernetes.namespace",
            "spark.local.dir",
            "spark.master",
            "spark.memory.fraction",
            "spark.memory.offHeap.enabled",
            "spark.memory.offHeap.size",
            "spark.memory.storageFraction",
            "spark.network.crypto.enabled",
            "spark.network.timeout",
            "spark.scheduler.mode",
            "spark.serializer",
            "spark.speculation",
            "spark.sql.adaptive.enabled",
            "spark.sql.artifact.isolation.enabled",
            "spark.sql.debug.maxToStringFields",
            "spark.sql.files.ignoreCorruptFiles",
            "spark.sql.files.ignoreMissingFiles",
            "spark.sql.objectHashAggregate.sortBased.fallbackThreshold",
            "spark.sql.parquet.compression.codec",
            "spark.sql.parquet.mergeSchema",
            "spark.sql.parquet.output.committer.class",
            "spark.sql.session.timeZone",
            "spark.sql.shuffle.partitions",
            "spark.sql.sources.commitProtocolClass",
            "spark.sql.sources.partitionColumnTypeInference.enabled",
            "spark.sql.warehouse.dir",
            "spark.submit.deployMode",
            "spark.task.cpus",
            "spark.task.maxFailures",
            "spark.task.resource.gpu.amount",
            "spark.ui.enabled",
            "spark.ui.showConsoleProgress",
            "spark.yarn.queue");

    /** How Spark tells the settings that its own pages and logs of events hide; wider than its default. */
    static final String SPARK_REDACTION =
            "(?i)secret|passw|passphrase|pwd|token|credential|key|signature|sas|jaas|extraJavaOptions|://\\S*@";

    /** The user and password of a URL, up to the last @ that can end them: a password may hold any of the signs before it. */
    private static final Pattern USER = Pattern.compile("(?s)(?<=://).*@");

    /** The container of Azure's URLs stands where others have a user. */
    private static final Pattern CONTAINER = Pattern.compile("(?i)(abfs|wasb)s?://[^:@/\\s,]*@[^@]*");

    /** A query or a fragment: both may hold a signature. */
    private static final Pattern REST = Pattern.compile("(?s)(://[^?#]*)[?#].*");

    /** In a list each URL begins after a comma. */
    private static final Pattern NEXT = Pattern.compile(",(?=[A-Za-z][\\w+.-]*://)");

    /** In a text a URL ends at a quote or with its line; a blank may be part of a password that an @ follows. */
    private static final Pattern IN_TEXT = Pattern.compile("[A-Za-z][\\w+.-]*://(?:[^\"'`<>\\r\\n]*@)?[^\\s\"'`<>]*");

    private Secrets() {}

    /** The value of one of Spark's settings as it may be shown. */
    public static String setting(String key, String value) {
        return SHOWN.contains(key) ? word(value) : HIDDEN;
    }

    /** One value, such as a directory, a master or a list of jars, without what its URLs say of a user and after a question mark. */
    public static String word(String value) {
        if (!value.contains("://")) {
            return value;
        }
        return NEXT.splitAsStream(value).map(Secrets::url).collect(Collectors.joining(","));
    }

    private static String url(String url) {
        String open = CONTAINER.matcher(url).matches() ? url : USER.matcher(url).replaceFirst(HIDDEN + "@");
        return REST.matcher(open).replaceFirst("$1?" + HIDDEN);
    }

    /** A text of many words, such as a sweep file or an error's message, with each URL in it as {@link #word} has it. */
    public static String text(String text) {
        return IN_TEXT.matcher(text).replaceAll(found -> Matcher.quoteReplacement(word(found.group())));
    }
}
