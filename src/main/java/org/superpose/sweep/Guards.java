package org.superpose.sweep;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.superpose.errors.UserException;
import org.superpose.results.Sessions;

/** Refuses Spark configurations on which a sweep would hang or lose rows, before a context exists. */
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
        if (conf.getBoolean("spark.speculation", false)) {
            throw new UserException("spark.speculation = true would train the largest points twice; set it to false.");
        }
        String committer = conf.get("spark.sql.sources.commitProtocolClass", "");
        if (!committer.isEmpty() && !committer.toLowerCase(Locale.ROOT).contains("sqlhadoopmapreducecommitprotocol")) {
            throw new UserException("spark.sql.sources.commitProtocolClass = " + committer
                    + ": a sweep relies on Spark's own committer; leave the setting out.");
        }
    }
}
