package org.superpose.faults;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that goes wrong while superpose is at work, as it can be brought about on one machine.
 *
 * @param name what goes wrong, for a reader of the table
 * @param injection brings it about once, and lets superpose recover
 * @param missing what this machine lacks for it; empty where it lacks nothing
 */
record Fault(String name, Injection injection, Supplier<Optional<String>> missing) {
    /** One time that it goes wrong. */
    @FunctionalInterface
    interface Injection {
        void strike(Trial trial) throws Exception;
    }

    static Fault of(String name, Injection injection) {
        return new Fault(name, injection, Optional::empty);
    }

    @Override
    public String toString() {
        return name;
    }
}
