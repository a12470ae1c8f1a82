package org.superpose.train;

import java.io.Serializable;

/**
 * Stops training when it no longer improves: tested every {@code every} steps once 2·window losses exist, it holds when the mean loss of the
 * last {@code window} steps is no lower than that of the window before. The rule of "The Persian Rug"'s published code.
 *
 * @param window steps in each mean
 * @param every steps between tests
 */
public record StopRule(int window, int every) implements Serializable {
    public StopRule {
        if (window < 1 || every < 1) {
            throw new IllegalArgumentException("window and every must be at least 1; got " + window + ", " + every);
        }
    }
}
