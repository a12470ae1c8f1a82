package org.superpose.grid;

import java.util.List;
import java.util.Map;
import org.superpose.errors.UserException;
import org.superpose.kernel.KernelId;
import org.superpose.kernel.Kernels;
import org.superpose.model.Layout;

/**
 * What one training step costs, in nanoseconds of one core, as a sum over features of its work:
 *
 * <pre>
 * step + cell·B·n + product·B·n·m + entry·E + entryHidden·E·m + parameter·P,   E = B·n·min(p, saturation), P parameters
 * </pre>
 *
 * @param step once
 * @param cell per output and sample: bias, activation, loss, output gradient
 * @param product per multiplication of W_out h, with its share of the backward products over the active outputs
 * @param entry per active input: drawing it
 * @param entryHidden per active input and hidden dimension: W_in x and its gradient, and the active outputs' backward work
 * @param parameter per parameter: the optimiser
 * @param saturation the density from which denser data cost no more
 */
record StepCost(
        double step,
        double cell,
        double product,
        double entry,
        double entryHidden,
        double parameter,
        double saturation) {
    /**
     * The ways each kernel has of taking a step, of which it takes the faster; a coarse fit.
     *
     * <p>cpu, hidden dimensions along the lanes and samples along the lanes: to the fastest of three whole trainings each at 80 shapes and densities,
     * 8 × 1 to 2048 × 204 and p = 0.003 … 1, on one core of an Emerald Rapids machine with the other at work. With evaluation the model gives 0.6 to
     * 1.6 of what eight in ten of them took. Data of p = 1 cost no more than of 0.15 with hidden dimensions along the lanes: nothing is drawn cell
     * by cell, and the backward products are dense in both. nd4j: to 24, 48 and 267 ms at 128 × 32, 512 × 128 and 2048 × 512 on two threads.
     * reference: to 0.31, 0.99, 3.2 and 49.8 ms at 20 × 5, 64 × 16, 128 × 32 and 512 × 128 with p ≤ 0.1, and 12.0 ms at 128 × 32 with p = 1
     */
    private static final Map<String, List<StepCost>> TABLE = Map.of(
            KernelId.CPU.label(),
            List.of(new StepCost(5_000, 0.8, 0.015, 31, 0.45, 0.4, 0.15), new StepCost(2_000, 0.5, 0.12, 2.2, 0, 2, 1)),
            KernelId.ND4J.label(),
            List.of(new StepCost(17e6, 50, 0.1, 17, 0.26, 5, 1)),
            KernelId.REFERENCE.label(),
            List.of(new StepCost(50_000, 3, 0.7, 30, 0.9, 1, 1)));

    /** Seconds of one step on {@code batch} samples; kernels without a row are taken for cpu, calibration does the rest. */
    static double seconds(String kernel, Layout layout, double density, int batch) {
        check(kernel);
        List<StepCost> ways = TABLE.getOrDefault(kernel, TABLE.get(KernelId.CPU.label()));
        // top_k has only the last way
        int first = layout.spec().output().elementwise() ? 0 : ways.size() - 1;
        return ways.subList(first, ways.size()).stream()
                .mapToDouble(way -> way.seconds(layout, density, batch))
                .min()
                .orElseThrow();
    }

    /** Refuses a kernel that is not resolved. */
    static void check(String kernel) {
        if (kernel.equals(Kernels.AUTO)) {
            throw new UserException("the cost of kernel auto is unknown before it is resolved");
        }
    }

    private double seconds(Layout layout, double density, int batch) {
        double cells = (double) batch * layout.n();
        double entries = cells * Math.min(density, saturation);
        double parameters = layout.size();
        double nanoseconds = step
                + cell * cells
                + product * cells * layout.m()
                + entry * entries
                + entryHidden * entries * layout.m()
                + parameter * parameters;
        return nanoseconds * 1e-9;
    }
}
