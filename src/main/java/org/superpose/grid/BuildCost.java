package org.superpose.grid;

import org.superpose.construct.BlockMixtures;
import org.superpose.model.Layout;
import org.superpose.train.Initialisation;

/** What building a model costs, a coarse fit: most of it is drawing the noise of 2²⁰ outputs and fitting two numbers to it. */
final class BuildCost {
    private static final double SAMPLES = 1 << 20;
    /** Seconds of fitting a and b to the samples. */
    private static final double FIT = 0.4;
    /** Nanoseconds per sample and butterfly of the two Walsh–Hadamard transforms, and per sample and multiplication of a projector. */
    private static final double BUTTERFLY = 1;

    private static final double PRODUCT = 0.7;
    /** Nanoseconds per multiplication of the Gram–Schmidt process. */
    private static final double ORTHOGONAL = 0.6;

    /** Different blocks of a mixture, and features of a block, as most have at most. */
    private static final int BLOCKS = 3;

    private static final int BLOCK = 64;

    private BuildCost() {}

    /** Seconds on the machine of {@link StepCost}. */
    static double seconds(Point point) {
        double n = point.n();
        double m = point.m();
        return switch (point.kind()) {
            case TRAINED -> 0;
            case RUG -> FIT + 1e-9 * SAMPLES * 2 * BUTTERFLY * Math.log(n) / Math.log(2);
            case PROJECTOR -> FIT + 1e-9 * (SAMPLES * PRODUCT * m * (1 + point.density()) + ORTHOGONAL * n * m * m);
            case TILED -> 1e-9 * n * m;
            case CIRCLE, SPHERICAL, LADDER -> codes();
        };
    }

    /** Seconds for a mixture of codes. */
    static double codes() {
        return BLOCKS * (FIT + 1e-9 * SAMPLES * PRODUCT * BLOCK);
    }

    /** Bytes beside the parameters: gain and noise of each sample, and the basis of a projector twice. */
    static long memoryBytes(Point point) {
        long samples = fitBytes(point.n());
        long basis = 2L * Double.BYTES * point.n() * point.m();
        return switch (point.kind()) {
            case TRAINED, TILED -> 0;
            case RUG, CIRCLE, SPHERICAL, LADDER -> samples;
            case PROJECTOR -> samples + basis;
        };
    }

    /** Gain and noise of each sample. */
    private static long fitBytes(int n) {
        return 2L * Double.BYTES * Math.max((long) SAMPLES, n);
    }

    /** Bytes for the model that training begins with: itself without and with noise, and to make it the samples of a fit or the table of mixtures. */
    static long startBytes(Point point) {
        Layout layout = point.layout();
        long model = 2L * Float.BYTES * layout.size();
        Initialisation init = point.training().init();
        if (init instanceof Initialisation.Code) {
            return model + fitBytes(layout.n());
        }
        return init instanceof Initialisation.Grown ? model + BlockMixtures.memoryBytes(layout.n(), layout.m()) : 0;
    }
}
