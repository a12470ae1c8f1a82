package org.superpose.sweep;

import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.superpose.errors.UserException;
import org.superpose.results.Sessions;

/** Refuses Spark configurations on which a sweep would hang, before a context exists. */
final class Guards {
    private Guards() {}

    static void check(SparkConf conf) {
        String master = Sessions.master(conf);
        Arrays.stream(conf.getAll())
                .map(setting -> setting._1())
                .filter(key -> key.matches("spark\\.(executor|task)\\.resource\\..*\\.amount"))
                .filter(key -> Sessions.local(master))
                .findFirst()
                .ifPresent(key -> {
                    throw new UserException(key + " = " + conf.get(key) + " with --master " + master
                            + ": Spark waits for ever for task resources in local mode. Leave the setting out: in local mode superpose"
                            + " shares this machine's GPUs among its tasks by itself.");
                });
    }
}
