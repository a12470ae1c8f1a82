package org.superpose.sweep;

import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.util.TaskCompletionListener;
import org.superpose.cores.Cores;
import org.superpose.cores.Team;
import org.superpose.kernel.DeviceKernel;
import org.superpose.kernel.DevicePool;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.kernel.TeamKernel;

/**
 * The kernel of one task, bound to the device it may use: the GPU that Spark assigned to the task; one leased from this JVM's pool until the task ends,
 * where Spark assigns none (local mode); or the CPU, of which the task holds as many cores as Spark gave it, and is lent those that are free.
 *
 * @param label what the column {@code device} says: {@code cpu}, or {@code gpu:0} by ordinal
 * @param team the threads that compute
 */
record TaskDevice(Kernel kernel, String label, Team team) {
    private static final String CPU = "cpu";
    private static DevicePool pool;

    /**
     * Finds the kernel for a task, until the task ends.
     *
     * @param cores how many the tasks of this JVM may use together
     * @throws org.superpose.kernel.KernelUnavailableException if the kernel or its device cannot be used in this JVM
     */
    static TaskDevice lease(String name, int cores, TaskContext task) {
        Kernel kernel = Kernels.named(name);
        if (kernel instanceof TeamKernel shared) {
            Team team = Cores.here(cores).team(task.cpus());
            task.addTaskCompletionListener((TaskCompletionListener) ended -> team.close());
            return new TaskDevice(shared.with(team), CPU, team);
        }
        if (!(kernel instanceof DeviceKernel devices) || devices.devices().isEmpty()) {
            return new TaskDevice(kernel, CPU, Team.alone());
        }
        ResourceInformation assigned = task.resourcesJMap().get("gpu");
        int ordinal = assigned == null ? leased(devices, task) : Integer.parseInt(assigned.addresses()[0]);
        DeviceKernel bound = devices.on(ordinal);
        return new TaskDevice(bound, bound.device(), Team.alone());
    }

    /** The same device for one who computes beside a thread that was left behind, which goes on with this team. */
    TaskDevice apart() {
        Kernel own = kernel instanceof TeamKernel shared ? shared.with(Team.alone()) : kernel;
        return new TaskDevice(own, label, Team.alone());
    }

    private static int leased(DeviceKernel devices, TaskContext task) {
        try {
            DevicePool.Lease lease = pool(devices).lease();
            task.addTaskCompletionListener((TaskCompletionListener) ended -> lease.close());
            return lease.ordinal();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a GPU");
        }
    }

    private static synchronized DevicePool pool(DeviceKernel devices) {
        if (pool == null) {
            int count = devices.devices().size();
            int slots = Runtime.getRuntime().availableProcessors();
            pool = new DevicePool(devices.devices(), (slots + count - 1) / count);
        }
        return pool;
    }
}
