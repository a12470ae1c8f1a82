package org.superpose.sweep;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Answers one signal of the operating system until closed. Java's only means, {@code sun.misc.Signal}, is used by reflection because javac
 * warns of it in a way that cannot be silenced.
 */
final class SystemSignal implements AutoCloseable {
    private final Object signal;
    private final Object before;

    /**
     * Begins to answer the signal.
     *
     * @param name without SIG: INT, TERM, HUP
     * @param answer run in a thread of its own each time the signal comes
     */
    SystemSignal(String name, Runnable answer) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            answer.run();
                            return null;
                        }
                        return method.invoke(answer, arguments);
                    });
            signal = Class.forName("sun.misc.Signal")
                    .getConstructor(String.class)
                    .newInstance(name);
            before = install(ours);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java cannot answer SIG" + name, e);
        }
    }

    /** Gives the signal back to whoever answered it before. */
    @Override
    public void close() {
        try {
            install(before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot give back " + signal, e);
        }
    }

    private Object install(Object handler) throws ReflectiveOperationException {
        Method handle =
                signal.getClass().getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"));
        return handle.invoke(null, signal, handler);
    }
}
