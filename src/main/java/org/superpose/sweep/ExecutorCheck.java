package org.superpose.sweep;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.superpose.errors.UserException;
import org.superpose.kernel.KernelUnavailableException;
import org.superpose.kernel.Kernels;
import org.superpose.results.ThisMachine;

/** Before anything is trained: every executor must see the directory and be able to load the kernel. */
final class ExecutorCheck {
    private ExecutorCheck() {}

    /**
     * @param witness a file the driver has written into the directory
     * @param slots how many tasks run at once
     */
    static void run(JavaSparkContext context, Path witness, String kernel, int slots) {
        Probe probe = new Probe(witness.toString(), kernel);
        List<Integer> tasks = IntStream.range(0, slots).boxed().toList();
        context.parallelize(tasks, slots).map(task -> probe.problem()).collect().stream()
                .filter(problem -> !problem.isEmpty())
                .findFirst()
                .ifPresent(problem -> {
                    throw new UserException(problem);
                });
    }

    private record Probe(String witness, String kernel) implements Serializable {
        private static final long serialVersionUID = 1;

        String problem() throws IOException {
            Path path = new Path(witness);
            if (!path.getFileSystem(SparkHadoopUtil.get().conf()).exists(path)) {
                return "an executor on " + ThisMachine.host() + " does not see "
                        + path.getParent().getParent()
                        + ": on a cluster --out must be a directory that all nodes share (HDFS, NFS, a mounted volume, an object store).";
            }
            try {
                Kernels.named(kernel);
                return "";
            } catch (KernelUnavailableException e) {
                return "on " + ThisMachine.host() + ": " + e.getMessage();
            }
        }
    }
}
