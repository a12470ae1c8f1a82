package org.superpose.sweep;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.superpose.errors.UserException;
import org.superpose.grid.CostModel;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.KernelId;
import org.superpose.kernel.KernelUnavailableException;
import org.superpose.kernel.Kernels;
import org.superpose.results.Sessions;

/**
 * The kernel of a whole sweep, decided once on the driver. On a cluster ND4J is not loaded here: the driver's node need not have what the
 * executors have.
 *
 * @param here the kernel in this JVM, null where only the executors load it
 */
record ResolvedKernel(String name, String description, Kernel here) {
    /** @throws UserException if the kernel asked for cannot run */
    static ResolvedKernel of(String requested, SparkConf conf) {
        KernelId id = KernelId.named(requested);
        if (id != null && id.onDevices() && !Sessions.local(Sessions.master(conf))) {
            return new ResolvedKernel(requested, "kernel " + requested + ": loaded by the executors", null);
        }
        try {
            Kernels.Choice choice = Kernels.resolve(requested);
            return new ResolvedKernel(choice.kernel().name(), choice.description(), choice.kernel());
        } catch (KernelUnavailableException e) {
            throw new UserException("kernel " + requested + ": " + e.getMessage(), e);
        }
    }

    /** The cost model: it is learnt from rows of this kernel or by timing this machine, or else it is the table's. */
    CostModel costs(Dataset<Row> rows) {
        CostModel learnt = Calibration.learnt(name, rows);
        if (learnt != null) {
            return learnt;
        }
        return here == null ? CostModel.of(name) : Calibration.timed(here);
    }
}
