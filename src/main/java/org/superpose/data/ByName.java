package org.superpose.data;

import java.util.Optional;

/** Looks up classes that cannot even be loaded where what they stand on, the Vector API or ND4J, is missing. */
public final class ByName {
    private ByName() {}

    /**
     * A new object of a class, or nothing where it cannot be loaded or made.
     *
     * @param contract what the class implements
     * @param name its full name; it has a public constructor without parameters
     */
    public static <T> Optional<T> find(Class<T> contract, String name) {
        try {
            return Optional.of(
                    Class.forName(name).asSubclass(contract).getConstructor().newInstance());
        } catch (ReflectiveOperationException | LinkageError e) {
            return Optional.empty();
        }
    }
}
