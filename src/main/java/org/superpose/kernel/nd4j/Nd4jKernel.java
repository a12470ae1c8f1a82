package org.superpose.kernel.nd4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.superpose.kernel.DeviceKernel;
import org.superpose.kernel.KernelId;
import org.superpose.kernel.Problem;
import org.superpose.model.Weights;

/**
 * Dense single precision on ND4J: on the processor, or on the GPU that {@link #on} names (without it the first usable one). All
 * of a session's state stays on the device; a step sends the batch there and fetches one loss per sample.
 */
public final class Nd4jKernel implements DeviceKernel {
    private final Backend backend;
    private final Gpu device;

    /** @throws org.superpose.kernel.KernelUnavailableException if ND4J cannot load here or has no usable device */
    public Nd4jKernel() {
        this.backend = Backend.instance();
        this.device = backend.devices().isEmpty() ? null : backend.devices().get(0);
    }

    private Nd4jKernel(Backend backend, Gpu device) {
        this.backend = backend;
        this.device = device;
    }

    @Override
    public String name() {
        return KernelId.ND4J.label();
    }

    @Override
    public String description() {
        return backend + ", on " + (device == null ? "cpu" : device);
    }

    /** The type of the GPU, or the model of the processor, for each of which the library of products has loops of its own. */
    @Override
    public String processor() {
        return backend + ", on " + (device == null ? cpuModel() : device.type());
    }

    /** As Linux has it; elsewhere nothing tells one from another. */
    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .orElse("cpu");
        } catch (IOException e) {
            return "cpu";
        }
    }

    @Override
    public List<Integer> devices() {
        return backend.devices().stream().map(Gpu::ordinal).toList();
    }

    @Override
    public Nd4jKernel on(int ordinal) {
        Gpu gpu = backend.devices().stream()
                .filter(candidate -> candidate.ordinal() == ordinal)
                .findAny()
                .orElseThrow(() -> backend.noSuchDevice(ordinal));
        return new Nd4jKernel(backend, gpu);
    }

    @Override
    public String device() {
        return device == null ? "cpu" : "gpu:" + device.ordinal();
    }

    @Override
    public Session open(Problem problem, Weights initial) {
        backend.attach(device);
        return new Nd4jSession(problem, initial, () -> backend.attach(device));
    }
}
