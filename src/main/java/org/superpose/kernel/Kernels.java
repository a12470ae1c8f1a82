package org.superpose.kernel;

import java.util.List;
import java.util.stream.Stream;
import org.superpose.cores.Team;
import org.superpose.simd.ByName;

/**
 * The kernels of {@link KernelId}, made. They are looked up by class name, because most classes cannot even be loaded where what they stand on is
 * missing.
 */
public final class Kernels {
    /** The name that asks for the fastest kernel that works here. */
    public static final String AUTO = "auto";

    private Kernels() {}

    /** Every kernel's name, the specification first. */
    public static List<String> names() {
        return KernelId.labels();
    }

    /** What can be asked for: {@link #AUTO}, or a kernel by its name. */
    public static List<String> requests() {
        return Stream.concat(Stream.of(AUTO), names().stream()).toList();
    }

    /**
     * A kernel and why it was chosen.
     *
     * @param description one line for the log: name, how it computes here, the reason for a fallback
     */
    public record Choice(Kernel kernel, String description) {}

    /**
     * The kernel of a name, or for {@code auto} the fast CPU kernel, and the reference where there is no Vector API.
     *
     * @throws KernelUnavailableException if a kernel asked for by name cannot run here
     * @throws IllegalArgumentException if there is no such name
     */
    public static Choice resolve(String requested) {
        if (!requested.equals(AUTO)) {
            Kernel kernel = named(requested);
            return new Choice(kernel, line(kernel));
        }
        try {
            Kernel kernel = named(KernelId.CPU.label());
            return new Choice(kernel, line(kernel));
        } catch (KernelUnavailableException e) {
            Kernel kernel = new ReferenceKernel();
            return new Choice(kernel, line(kernel) + "; slow: " + e.getMessage());
        }
    }

    /** As {@link #resolve(String)}, with the steps of the kernel shared by a team where it can share them. */
    public static Choice resolve(String requested, Team team) {
        Choice choice = resolve(requested);
        return choice.kernel() instanceof TeamKernel shared
                ? new Choice(shared.with(team), choice.description())
                : choice;
    }

    /**
     * Makes one kernel.
     *
     * @throws KernelUnavailableException if it cannot run here
     * @throws IllegalArgumentException if there is no such name
     */
    public static Kernel named(String name) {
        KernelId id = KernelId.named(name);
        if (id == null) {
            throw new IllegalArgumentException(
                    "no kernel is named '" + name + "'; there are " + String.join(", ", requests()));
        }
        return load(name, id.type(), id.remedy());
    }

    private static String line(Kernel kernel) {
        return "kernel " + kernel.name() + ": " + kernel.description();
    }

    private static Kernel load(String name, String type, String remedy) {
        return ByName.require(Kernel.class, type, reason -> unavailable(name, reason, remedy));
    }

    private static KernelUnavailableException unavailable(String name, Throwable cause, String remedy) {
        if (cause instanceof KernelUnavailableException known) {
            return known;
        }
        return new KernelUnavailableException(
                "kernel '" + name + "' cannot run here (" + cause + "); " + remedy, cause);
    }
}
