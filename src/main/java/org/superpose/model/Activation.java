package org.superpose.model;

import java.util.Locale;

/** An element-wise activation: φ of the hidden layer or ψ of the output (theory.md, section 0). */
public enum Activation {
    /** f(z) = z. */
    IDENTITY,
    /** f(z) = max(z, 0), with derivative 0 at z = 0. */
    RELU;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name used in sweep files and tables: the constant in lower case. */
    public String label() {
        return label;
    }
}
