package org.superpose.kernel;

import java.util.List;

/**
 * A kernel that can compute on devices besides the processor. A task that was given an address computes with
 * {@code kernel.on(address)}; the device is part of the kernel, so sessions are opened and used as for any other.
 */
public interface DeviceKernel extends Kernel {
    /** The ordinals of the devices that it can use in this process; empty when it computes on the processor. */
    List<Integer> devices();

    /**
     * The same kernel with every session on one device.
     *
     * @throws KernelUnavailableException if there is no such device or it cannot be used
     */
    DeviceKernel on(int ordinal);

    /** Where its sessions compute, as in the column {@code device}: {@code cpu}, or {@code gpu:0} by ordinal. */
    String device();
}
