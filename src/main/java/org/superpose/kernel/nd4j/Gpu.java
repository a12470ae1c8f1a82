package org.superpose.kernel.nd4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An NVIDIA device, and whether this release of ND4J can use it. nd4j-cuda-11.6 1.0.0-M2.1 holds machine code for compute
 * capability 3.7 to 8.6 and no PTX; machine code also runs on later minor revisions of its own major one, so 8.9 works and 9.0
 * cannot.
 */
record Gpu(int ordinal, String name, int major, int minor) {
    static final String SUPPORTED = "compute capability 3.7 to 8.9";
    static final String REMEDY = "choose kernel=cpu, or run on a machine with a supported GPU";

    private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");
    private static final List<String> QUERY =
            List.of("nvidia-smi", "--query-gpu=index,compute_cap,name", "--format=csv,noheader");

    boolean supported() {
        return major * 10 + minor >= 37 && major <= 8;
    }

    /** Name and compute capability, which several of a machine may share. */
    String type() {
        return name + ", compute capability " + major + "." + minor;
    }

    @Override
    public String toString() {
        return "gpu:" + ordinal + " (" + type() + ")";
    }

    /**
     * The machine's devices by its driver's own tool, without touching CUDA: loading ND4J on a GPU for which it has no code may
     * end the process. Empty if the driver is there but does not say.
     */
    static Optional<List<Gpu>> installed() {
        try {
            Process process = new ProcessBuilder(QUERY)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? parse(text) : absentWithoutDriver();
        } catch (IOException e) {
            return absentWithoutDriver();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking for GPUs", e);
        }
    }

    /** Why none of the devices can be used, with the remedy; empty if one can be, or nobody knows. */
    static Optional<String> refusal(Optional<List<Gpu>> installed) {
        if (installed.isEmpty() || installed.get().stream().anyMatch(Gpu::supported)) {
            return Optional.empty();
        }
        if (installed.get().isEmpty()) {
            return Optional.of("kernel nd4j is built for CUDA and found no NVIDIA GPU or driver; " + REMEDY);
        }
        return Optional.of(unsupported(installed.get()));
    }

    static String unsupported(List<Gpu> devices) {
        String names = devices.stream().map(Gpu::toString).collect(Collectors.joining(", "));
        return "kernel nd4j cannot use " + names + ": nd4j-cuda supports " + SUPPORTED + "; " + REMEDY;
    }

    private static Optional<List<Gpu>> absentWithoutDriver() {
        return Files.exists(DRIVER) ? Optional.empty() : Optional.of(List.of());
    }

    /** Lines such as {@code 0, 8.6, NVIDIA RTX A6000}; empty if a line is anything else. */
    static Optional<List<Gpu>> parse(String text) {
        List<Gpu> devices = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.strip().split("\\s*,\\s*", 3);
            if (fields.length != 3 || !fields[0].matches("\\d+") || !fields[1].matches("\\d+\\.\\d+")) {
                return Optional.empty();
            }
            String[] capability = fields[1].split("\\.", 2);
            devices.add(new Gpu(
                    Integer.parseInt(fields[0]),
                    fields[2],
                    Integer.parseInt(capability[0]),
                    Integer.parseInt(capability[1])));
        }
        return Optional.of(devices);
    }
}
