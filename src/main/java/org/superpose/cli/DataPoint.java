package org.superpose.cli;

import java.math.BigDecimal;
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
        return checked(density, BigDecimal.ONE.subtract(density), decay, "--density must be in (0, 1]; got " + density);
    }

    static DataPoint ofSparsity(BigDecimal sparsity, double decay) {
        return checked(
                BigDecimal.ONE.subtract(sparsity), sparsity, decay, "--sparsity must be in [0, 1); got " + sparsity);
    }

    private static DataPoint checked(BigDecimal density, BigDecimal sparsity, double decay, String mistake) {
        if (density.doubleValue() <= 0 || density.compareTo(BigDecimal.ONE) > 0) {
            throw new UserException(mistake);
        }
        return new DataPoint(sparsity.doubleValue(), density.doubleValue(), decay);
    }

    Importance importance() {
        return new Importance.Decay(decay);
    }
}
