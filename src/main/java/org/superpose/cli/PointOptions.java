package org.superpose.cli;

import java.math.BigDecimal;
import org.superpose.model.Importance;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say on which data a model works: sparsity or density, and importance decay. */
final class PointOptions {
    @ArgGroup(multiplicity = "1")
    private Data data;

    @Option(
            names = "--decay",
            paramLabel = "D",
            defaultValue = "1",
            description = "Importance decay, I_i = D^i; default: ${DEFAULT-VALUE}")
    private double decay;

    /** The sparsity S or the density p, one of which must be given. */
    private static final class Data {
        @Option(names = "--sparsity", paramLabel = "S", description = "S = P(x_i = 0), in [0, 1 - 1e-9].")
        private BigDecimal sparsity;

        @Option(names = "--density", paramLabel = "P", description = "P = P(x_i > 0) = 1 - S, in [1e-9, 1].")
        private BigDecimal density;
    }

    /** The density p, the probability that a feature is active. */
    double density() {
        return point().density();
    }

    /** S. */
    double sparsity() {
        return point().sparsity();
    }

    double decay() {
        return point().decay();
    }

    Importance importance() {
        return point().importance();
    }

    private DataPoint point() {
        return data.density != null
                ? DataPoint.ofDensity(data.density, decay)
                : DataPoint.ofSparsity(data.sparsity, decay);
    }
}
