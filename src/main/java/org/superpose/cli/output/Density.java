package org.superpose.cli.output;

import java.math.BigDecimal;
import org.superpose.config.Setting;
import org.superpose.errors.UserException;

/** p as options give it, within what a sweep file allows, from decimal numbers so that S = 0.999 is p = 0.001 to the last digit. */
public final class Density {
    private Density() {}

    /** p of {@code --density}. */
    public static double of(BigDecimal density) {
        return checked(density, Setting.DENSITY, density);
    }

    /** p of {@code --sparsity}. */
    public static double ofSparsity(BigDecimal sparsity) {
        return checked(BigDecimal.ONE.subtract(sparsity), Setting.SPARSITY, sparsity);
    }

    private static double checked(BigDecimal density, Setting setting, BigDecimal given) {
        if (!Setting.DENSITY.allows(density.doubleValue()) || density.compareTo(BigDecimal.ONE) > 0) {
            throw new UserException("--" + setting.key() + " must be " + setting.allowed() + "; got " + given);
        }
        return density.doubleValue();
    }
}
