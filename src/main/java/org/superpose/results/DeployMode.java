package org.superpose.results;

import org.apache.spark.SparkConf;

/**
 * Where the driver runs. With {@code --deploy-mode client}, the default, it is the process that the user started, in the user's directory. With {@code
 * --deploy-mode cluster} it is on some node of the cluster, where the user has no directory, no files but those that were sent along, and no terminal.
 */
public final class DeployMode {
    /** What Kubernetes tells a driver in a pod, which believes itself in client mode. */
    private static final String IN_POD = "spark.kubernetes.submitInDriver";

    private DeployMode() {}

    /** Whether the driver is on a node of the cluster. */
    public static boolean cluster(SparkConf submitted) {
        return submitted.get("spark.submit.deployMode", "client").equals("cluster")
                || submitted.getBoolean(IN_POD, false);
    }

    /** Whether the driver is a thread of YARN's application master, which tells YARN how the application ended. */
    public static boolean inApplicationMaster(SparkConf submitted) {
        return cluster(submitted) && Sessions.master(submitted).equals("yarn");
    }
}
