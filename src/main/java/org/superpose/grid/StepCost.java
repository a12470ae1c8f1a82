package org.superpose.grid;

import java.util.Map;
import org.superpose.config.UserException;
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
     * One row per kernel, a coarse fit.
     *
     * <p>cpu: to the processor time of 60 whole trainings with the recipe fast, 20 × 5 to 2048 × 512 and p = 0.001 … 1, both cores of
     * a Zen 4 machine at work. With evaluation the model gives 0.7 to 1.3 of what eight in ten of them took, and 0.96 of the sum. Data of p = 1 cost no more than of 0.3: nothing is drawn, and the
     * backward products are dense in both. nd4j: to 24, 48 and 267 ms at 128 × 32, 512 × 128 and 2048 × 512 on two threads. reference: to 0.31,
     * 0.99, 3.2 and 49.8 ms at 20 × 5, 64 × 16, 128 × 32 and 512 × 128 with p ≤ 0.1, and 12.0 ms at 128 × 32 with p = 1
     */
    private static final Map<String, StepCost> TABLE = Map.of(
            "cpu", new StepCost(42_000, 1.4, 0.028, 26, 0.4, 0.46, 0.2),
            "nd4j", new StepCost(17e6, 50, 0.1, 17, 0.26, 5, 1),
            "reference", new StepCost(50_000, 3, 0.7, 30, 0.9, 1, 1));

    /** The row of a kernel; kernels without one are taken for cpu, calibration does the rest. */
    static StepCost of(String kernel) {
        if (kernel.equals("auto")) {
            throw new UserException("the cost of kernel auto is unknown before it is resolved");
        }
        return TABLE.getOrDefault(kernel, TABLE.get("cpu"));
    }

    /** Seconds of one step on {@code batch} samples. */
    double seconds(Layout layout, double density, int batch) {
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
