package org.superpose.sweep;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.superpose.results.Sessions;

/** How many cores the tasks of one JVM may use together, as Spark was told: with {@code local[4]} four, with {@code --executor-cores 8} eight. */
final class ExecutorCores {
    private static final Pattern LOCAL = Pattern.compile("local\\[(\\d+)(,.*)?]");
    private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*(\\d+)\\s*,.*");
    private static final String PER_EXECUTOR = "spark.executor.cores";

    private ExecutorCores() {}

    /** Returns the number; of a machine with fewer, and where Spark was told nothing, all of its cores are meant. */
    static int of(SparkConf conf) {
        String master = Sessions.master(conf);
        if (Sessions.local(master)) {
            return master.equals("local") ? 1 : number(LOCAL, master, Integer.MAX_VALUE);
        }
        boolean oneByDefault = master.equals("yarn") || master.startsWith("k8s:");
        return conf.getInt(PER_EXECUTOR, oneByDefault ? 1 : number(LOCAL_CLUSTER, master, Integer.MAX_VALUE));
    }

    private static int number(Pattern pattern, String master, int otherwise) {
        Matcher matcher = pattern.matcher(master);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : otherwise;
    }
}
