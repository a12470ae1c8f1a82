package org.superpose.sweep;

import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.superpose.results.Sessions;

/**
 * How many tasks the application may run at a time once all executors are there that it has asked for. For example {@code --num-executors 20 --executor-cores
 * 4} are 80, and 40 with {@code spark.task.cpus = 2}.
 */
final class AskedSlots {
    private AskedSlots() {}

    /** The number, or none where the cluster gives what it has. */
    static OptionalInt of(SparkConf conf) {
        int taskCores = conf.getInt("spark.task.cpus", 1);
        long ofExecutors = executors(conf) * Math.max(1, ExecutorCores.of(conf) / taskCores);
        long ofCores = conf.getInt("spark.cores.max", Integer.MAX_VALUE) / taskCores;
        long slots = Math.min(ofExecutors, ofCores);
        return slots >= Integer.MAX_VALUE / taskCores ? OptionalInt.empty() : OptionalInt.of((int) Math.max(1, slots));
    }

    private static long executors(SparkConf conf) {
        if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
            return conf.getInt("spark.dynamicAllocation.maxExecutors", Integer.MAX_VALUE);
        }
        String master = Sessions.master(conf);
        boolean twoByDefault = master.equals("yarn") || master.startsWith("k8s:");
        return conf.getInt("spark.executor.instances", twoByDefault ? 2 : Integer.MAX_VALUE);
    }
}
