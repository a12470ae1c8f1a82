package org.superpose.model;

import java.io.Serializable;
import java.util.Objects;

/**
 * The family of toy models: x̂ = ψ(W_out φ(W_in x) + b).
 *
 * @param tied whether W_out = W_inᵀ, one tensor trained by the sum of both gradients
 * @param hidden φ
 * @param output ψ
 * @param bias whether b is trained; without it b = 0
 */
public record ModelSpec(boolean tied, Activation hidden, OutputFunction output, boolean bias) implements Serializable {
    public ModelSpec {
        Objects.requireNonNull(hidden, "hidden");
        Objects.requireNonNull(output, "output");
    }

    /** Makes a family whose output function has no parameter, such as ReLU. */
    public ModelSpec(boolean tied, Activation hidden, Activation output, boolean bias) {
        this(tied, hidden, OutputFunction.of(output), bias);
    }
}
