package org.superpose.grid;

import java.util.Map;
import org.superpose.config.UserException;
import org.superpose.model.Layout;

/**
 * What one training step costs, in nanoseconds of one core, as a sum over features of its work:
 *
 * <pre>
 * step + cell·B·n + product·B·n·m + entry·E + entryHidden·E·m + parameter·P,   E = B·n·p active cells, P parameters
 * </pre>
 *
 * @param step once
 * @param cell per output and sample: bias, activation, loss, output gradient
 * @param product per multiplication of W_out h, with its share of the backward products over the active outputs
 * @param entry per active input: drawing it
 * @param entryHidden per active input and hidden dimension: W_in x and its gradient, and the active outputs' backward work
 * @param parameter per parameter: the optimiser
 */
record StepCost(double step, double cell, double product, double entry, double entryHidden, double parameter) {
    /**
     * One row per kernel, a coarse fit. cpu: to the parts of a step at n = 512, m = 128, p = 0.045, B = 1024 on one Zen 4 core (samples 0.40, W_in x
     * 0.40, forward 1.45, output pass 0.12, backward 2.9, encoder gradient 0.38, Adam 0.06 ms). nd4j: to 24, 48 and 267 ms at 128 × 32,
     * 512 × 128 and 2048 × 512 on two threads. reference: to 0.31,
     * 0.99, 3.2 and 49.8 ms at 20 × 5, 64 × 16, 128 × 32 and 512 × 128 with p ≤ 0.1, and 12.0 ms at 128 × 32 with p = 1
     */
    private static final Map<String, StepCost> TABLE = Map.of(
            "cpu", new StepCost(60_000, 0.8, 0.065, 20, 0.26, 0.5),
            "nd4j", new StepCost(17e6, 50, 0.1, 17, 0.26, 5),
            "reference", new StepCost(50_000, 3, 0.7, 30, 0.9, 1));

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
        double entries = cells * density;
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
