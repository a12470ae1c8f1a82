package org.superpose.cli.sql;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Consumer;

/** Where {@link SqlPrompt} reads from and shows results. */
interface Console extends AutoCloseable {
    /** The next command, which starts with a backslash, or statements, the last with its semicolon; empty at the end. */
    Optional<String> read() throws IOException;

    /** Lets {@code results} print, on standard output or what stands for it. */
    void show(Consumer<PrintStream> results);

    /** The stream for everything but results. */
    PrintStream messages();

    /** How many characters a line has room for, where someone is looking; 0 where input or output are files or programs. */
    int width();

    /** Calls {@code cancel}, from another thread, whenever the user presses Ctrl-C before {@code work} has ended. */
    void interruptibly(Runnable cancel, Runnable work);

    @Override
    void close() throws IOException;
}
