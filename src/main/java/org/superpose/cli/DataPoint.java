package org.superpose.cli;

import java.math.BigDecimal;
import org.superpose.cli.output.Density;
import org.superpose.errors.UserException;
import org.superpose.model.Importance;

/**
 * The data a model works on, from decimal numbers so that S = 0.999 is p = 0.001 to the last digit.
 *
 * @param sparsity S
 * @param density p = 1 − S
 * @param decay importance decay, I_i = decay^i
 */
record DataPoint(double sparsity, double density, double decay) {
    DataPoint {
        if (!(decay > 0 && decay <= 1)) {
            throw new UserException("--decay must be in (0, 1]; got " + decay);
        }
    }

    static DataPoint ofDensity(BigDecimal density, double decay) {
        double p = Density.of(density);
        return new DataPoint(BigDecimal.ONE.subtract(density).doubleValue(), p, decay);
    }

    static DataPoint ofSparsity(BigDecimal sparsity, double decay) {
        return new DataPoint(sparsity.doubleValue(), Density.ofSparsity(sparsity), decay);
    }

    Importance importance() {
        return new Importance.Decay(decay);
    }
}
