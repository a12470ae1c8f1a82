package org.superpose.faults;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.superpose.Submitted;
import org.superpose.cluster.StandaloneCluster;

/** Masters and workers of a standalone cluster that are killed. */
final class Clusters {
    private Clusters() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("standalone: a worker is killed", Clusters::worker),
                Fault.of("standalone: the master is killed, and half the times started again", Clusters::master));
    }

    private static void worker(Trial trial) throws Exception {
        try (StandaloneCluster cluster = new StandaloneCluster(logs(trial), Map.of())) {
            Process struck = cluster.startWorker(1);
            cluster.startWorker(1);
            try (Submitted run = run(trial, cluster)) {
                trial.training(run);
                StandaloneCluster.executors(struck).forEach(ProcessHandle::destroyForcibly);
                struck.destroyForcibly();
                trial.ends(run, Trial.DONE);
            }
        }
        trial.recovers();
    }

    private static void master(Trial trial) throws Exception {
        try (StandaloneCluster cluster = new StandaloneCluster(logs(trial), Map.of())) {
            cluster.startWorker(1);
            cluster.startWorker(1);
            try (Submitted run = run(trial, cluster)) {
                trial.training(run);
                cluster.master().destroyForcibly().waitFor();
                if (trial.random().nextBoolean()) {
                    cluster.startMaster();
                }
                // A master that forgot the run takes its executors away, which the run says until someone stops it.
                if (run.await(() -> run.err().contains("there has been no executor for a minute"))) {
                    run.signal("INT");
                }
                trial.ends(run, Trial.DONE, Trial.STOPPED);
            }
        }
        trial.recovers();
    }

    private static Path logs(Trial trial) {
        return trial.directory().resolve("cluster");
    }

    private static Submitted run(Trial trial, StandaloneCluster cluster) throws Exception {
        return trial.run(cluster.url(), "--executor-memory", "512m", "--executor-cores", "1");
    }
}
