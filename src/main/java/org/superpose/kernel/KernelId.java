package org.superpose.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The kernels there are, the specification first. Each is declared here once: its name in sweep files, tables and messages is the constant in small
 * letters, and beside it stands where its class is found.
 */
public enum KernelId {
    /** The scalar loops that define what all others compute. */
    REFERENCE(ReferenceKernel.class.getName(), "", false),
    /** The fast kernel on the Vector API. */
    CPU("org.superpose.kernel.vector.VectorKernel", "start Java with --add-modules jdk.incubator.vector", false),
    /** ND4J, on a processor or a GPU. */
    ND4J("org.superpose.kernel.nd4j.Nd4jKernel", "put an ND4J backend for this platform on the class path", true);

    private final String type;
    private final String remedy;
    private final boolean onDevices;

    KernelId(String type, String remedy, boolean onDevices) {
        this.type = type;
        this.remedy = remedy;
        this.onDevices = onDevices;
    }

    /** The name in sweep files, tables and messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it may need a device that only the machines of executors have. */
    public boolean onDevices() {
        return onDevices;
    }

    /** The full name of its class, which cannot be loaded where what it stands on is missing. */
    String type() {
        return type;
    }

    /** What to do where it cannot be loaded. */
    String remedy() {
        return remedy;
    }

    /** The kernel of a name, null if there is none. */
    public static KernelId named(String name) {
        return Arrays.stream(values())
                .filter(id -> id.label().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Every kernel's name. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(KernelId::label).toList();
    }
}
