package org.superpose.cli;

import java.math.BigDecimal;
import org.superpose.config.UserException;
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

    /** S or p, as decimal numbers so that S = 0.999 is p = 0.001 to the last digit. */
    private static final class Data {
        @Option(names = "--sparsity", paramLabel = "S", description = "S = P(x_i = 0), in [0, 1).")
        private BigDecimal sparsity;

        @Option(names = "--density", paramLabel = "P", description = "P = P(x_i > 0) = 1 - S, in (0, 1].")
        private BigDecimal density;
    }

    /** p. */
    double density() {
        boolean given = data.density != null;
        BigDecimal density = given ? data.density : BigDecimal.ONE.subtract(data.sparsity);
        if (density.doubleValue() <= 0 || density.compareTo(BigDecimal.ONE) > 0) {
            throw new UserException(
                    given
                            ? "--density must be in (0, 1]; got " + data.density
                            : "--sparsity must be in [0, 1); got " + data.sparsity);
        }
        return density.doubleValue();
    }

    /** S. */
    double sparsity() {
        return data.sparsity != null
                ? data.sparsity.doubleValue()
                : BigDecimal.ONE.subtract(data.density).doubleValue();
    }

    double decay() {
        if (!(decay > 0 && decay <= 1)) {
            throw new UserException("--decay must be in (0, 1]; got " + decay);
        }
        return decay;
    }

    Importance importance() {
        return new Importance.Decay(decay());
    }
}
