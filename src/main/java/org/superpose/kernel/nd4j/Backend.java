package org.superpose.kernel.nd4j;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.superpose.kernel.KernelUnavailableException;

/** The ND4J backend of this JVM: loaded once, its threads pinned, its devices known. */
public final class Backend {
    /** How many threads one operation may use: a system property; without it {@code OMP_NUM_THREADS}, without that 1. */
    static final String THREADS = "superpose.nd4j.threads";

    private static final String CUDA_CLASS = "org/nd4j/linalg/jcublas/JCublasBackend.class";

    private final String name;
    private final String blas;
    private final int threads;
    private final List<Gpu> devices;

    private Backend() {
        this.threads = threads();
        // ND4J announces itself at level INFO unless told not to.
        if (System.getProperty("org.nd4j.log.initialization") == null) {
            System.setProperty("org.nd4j.log.initialization", "false");
        }
        this.name = Nd4j.getBackend().getClass().getSimpleName();
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        Nd4j.getEnvironment().setMaxThreads(threads);
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        Nd4j.factory().blas().setMaxThreads(threads);
        this.blas = Nd4j.factory().blas().getBlasVendor().name();
        this.devices = Nd4j.getEnvironment().isCPU() ? List.of() : visible();
    }

    /**
     * The backend, loaded on the first call.
     *
     * @throws KernelUnavailableException if it cannot load or its devices cannot be used; on every call
     */
    public static Backend instance() {
        if (Holder.FAILURE != null) {
            throw new KernelUnavailableException(Holder.FAILURE.getMessage(), Holder.FAILURE.getCause());
        }
        return Holder.BACKEND;
    }

    /** The GPUs that ND4J can use; empty on the processor. */
    public List<Gpu> devices() {
        return devices;
    }

    /**
     * Makes the calling thread compute on a device. Each thread has its own current device, in CUDA as in ND4J.
     *
     * @param device null for the processor
     */
    public void attach(Gpu device) {
        if (device == null) {
            // OpenMP keeps the number of threads per calling thread.
            NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        } else if (Nd4j.getAffinityManager().getDeviceForCurrentThread() != device.ordinal()) {
            Nd4j.getAffinityManager().unsafeSetDevice(device.ordinal());
        }
    }

    KernelUnavailableException noSuchDevice(int ordinal) {
        return new KernelUnavailableException(
                "kernel nd4j has no device gpu:" + ordinal + "; usable here: " + (devices.isEmpty() ? "cpu" : devices),
                null);
    }

    @Override
    public String toString() {
        return "ND4J, " + name + ", BLAS " + blas + ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    private static List<Gpu> visible() {
        NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
        List<Gpu> all = IntStream.range(0, operations.getAvailableDevices())
                .mapToObj(device -> new Gpu(
                        device,
                        operations.getDeviceName(device),
                        operations.getDeviceMajor(device),
                        operations.getDeviceMinor(device)))
                .toList();
        Gpu.refusal(Optional.of(all)).ifPresent(reason -> {
            throw new KernelUnavailableException(reason, null);
        });
        return all.stream().filter(Gpu::supported).toList();
    }

    /** Whether ND4J's CUDA backend is on the class path, whatever the machine. */
    static boolean cuda() {
        return Backend.class.getClassLoader().getResource(CUDA_CLASS) != null;
    }

    private static int threads() {
        String text = System.getProperty(THREADS, System.getenv().getOrDefault("OMP_NUM_THREADS", "1"));
        try {
            return Math.max(1, Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            throw new KernelUnavailableException(
                    "kernel nd4j needs a whole number of threads in " + THREADS + " or OMP_NUM_THREADS; got " + text,
                    e);
        }
    }

    /** Loads on first use, and remembers a failure: classes of ND4J that failed to initialise never do later. */
    private static final class Holder {
        static final Backend BACKEND;
        static final KernelUnavailableException FAILURE;

        static {
            Backend backend = null;
            KernelUnavailableException failure = null;
            try {
                backend = load();
            } catch (KernelUnavailableException e) {
                failure = e;
            } catch (RuntimeException | LinkageError e) {
                failure = new KernelUnavailableException(
                        "kernel nd4j cannot load its backend (" + root(e)
                                + "); the jar needs ND4J's native libraries for this"
                                + " platform (build with -Djavacpp.platform=...) and a writable JavaCPP cache"
                                + " (-Dorg.bytedeco.javacpp.cachedir=DIR); or choose kernel=cpu",
                        e);
            }
            BACKEND = backend;
            FAILURE = failure;
        }

        private static Backend load() {
            if (cuda()) {
                Gpu.refusal(Gpu.installed()).ifPresent(reason -> {
                    throw new KernelUnavailableException(reason, null);
                });
            }
            Backend backend = new Backend();
            if (cuda() && backend.devices.isEmpty()) {
                throw new KernelUnavailableException(
                        "kernel nd4j is built for CUDA, and ND4J could not start there: its CUDA 11.6 libraries or a driver for"
                                + " them are missing; " + Gpu.REMEDY,
                        null);
            }
            return backend;
        }

        private static String root(Throwable throwable) {
            Throwable cause = throwable;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return cause.toString();
        }
    }
}
