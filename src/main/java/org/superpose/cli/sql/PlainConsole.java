package org.superpose.cli.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** Lines of a stream as they come: input from a pipe or file, or a terminal that can do no more. */
final class PlainConsole implements Console {
    private final BufferedReader in;
    private final PrintStream out;
    private final PrintStream messages;

    PlainConsole(InputStream in, PrintStream out, PrintStream messages) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
        this.messages = messages;
    }

    @Override
    public Optional<String> read() throws IOException {
        StringBuilder text = new StringBuilder();
        do {
            messages.print(text.isEmpty() ? SqlPrompt.FIRST : SqlPrompt.NEXT);
            messages.flush();
            String line = in.readLine();
            if (line == null) {
                return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
            }
            if (text.isEmpty() && line.strip().startsWith("\\")) {
                return Optional.of(line.strip());
            }
            if (!line.isBlank() || !text.isEmpty()) {
                text.append(line).append('\n');
            }
        } while (text.isEmpty() || !SqlPrompt.complete(text.toString()));
        return Optional.of(text.toString());
    }

    @Override
    public void show(Consumer<PrintStream> results) {
        results.accept(out);
    }

    @Override
    public PrintStream messages() {
        return messages;
    }

    @Override
    public int width() {
        return 0;
    }

    @Override
    public void interruptibly(Runnable cancel, Runnable work) {
        work.run();
    }

    @Override
    public void close() {
        // The streams belong to the process.
    }
}
