package org.superpose.simd;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks up classes that cannot even be loaded where what they stand on, the Vector API or ND4J, is missing. This is the one place where a class is
 * named by a string.
 */
public final class ByName {
    private ByName() {}

    /**
     * Makes a new object of a class, or returns nothing where the class cannot be loaded or the object cannot be made.
     *
     * @param contract what the class implements
     * @param name its full name; it has a public constructor without parameters
     */
    public static <T> Optional<T> find(Class<T> contract, String name) {
        try {
            return Optional.of(made(contract, name));
        } catch (ReflectiveOperationException | LinkageError e) {
            return Optional.empty();
        }
    }

    /**
     * A new object of a class.
     *
     * @param contract what the class implements
     * @param name its full name; it has a public constructor without parameters
     * @param refusal the exception to throw where it cannot be loaded or made, from the reason; what the constructor throws is the reason itself
     */
    public static <T> T require(Class<T> contract, String name, Function<Throwable, RuntimeException> refusal) {
        try {
            return made(contract, name);
        } catch (InvocationTargetException e) {
            throw refusal.apply(e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw refusal.apply(e);
        }
    }

    private static <T> T made(Class<T> contract, String name) throws ReflectiveOperationException {
        return Class.forName(name).asSubclass(contract).getConstructor().newInstance();
    }
}
