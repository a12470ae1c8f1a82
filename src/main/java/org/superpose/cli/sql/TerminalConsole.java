package org.superpose.cli.sql;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalExt;

/** A terminal with a user before it: lines can be edited, completed and found again, and what is too large is paged. */
final class TerminalConsole implements Console {
    private static final List<String> FAREWELLS = List.of("quit", "exit", "quit;", "exit;");
    private static final int HISTORY_SIZE = 5000;

    private final Terminal terminal;
    private final Optional<PrintStream> redirected;
    private final PrintStream messages;
    private final LineReader reader;

    /**
     * @param redirected where results go if not to the terminal
     * @param history the file that keeps what was typed, if it can be kept
     */
    TerminalConsole(
            Terminal terminal, Optional<PrintStream> redirected, Optional<Path> history, SqlCompleter completer) {
        this.terminal = terminal;
        this.redirected = redirected;
        this.messages = new PrintStream(terminal.output(), true, terminal.encoding());
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("superpose")
                .parser(new StatementParser())
                .completer(completer)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, SqlPrompt.NEXT)
                .variable(LineReader.HISTORY_SIZE, HISTORY_SIZE)
                .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_SIZE)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                // Without it != is a reference to history.
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        this.reader = builder.build();
    }

    /** The terminal of the process; empty if its input or all its output are files or programs, or it cannot place the cursor. */
    static Optional<Console> ofProcess(Queries queries) throws IOException {
        String type = Optional.ofNullable(System.getenv("TERM")).orElse(Terminal.TYPE_DUMB);
        if (type.equals(Terminal.TYPE_DUMB)) {
            return Optional.empty();
        }
        Terminal terminal;
        try {
            terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .providers("jni,exec")
                    .systemOutput(SystemOutput.SysOutOrSysErr)
                    .build();
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
        boolean shown = terminal instanceof TerminalExt system && system.getSystemStream() == SystemStream.Output;
        return Optional.of(new TerminalConsole(
                terminal, shown ? Optional.empty() : Optional.of(System.out), history(), new SqlCompleter(queries)));
    }

    /** {@code $XDG_STATE_HOME/superpose/history}, by default under {@code ~/.local/state}; empty if it cannot be written. */
    private static Optional<Path> history() {
        String state = Optional.ofNullable(System.getenv("XDG_STATE_HOME")).orElse("");
        Path home = Path.of(System.getProperty("user.home"));
        Path folder =
                (Path.of(state).isAbsolute() ? Path.of(state) : home.resolve(".local/state")).resolve("superpose");
        Path file = folder.resolve("history");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            return Optional.empty();
        }
        if (!isHistory(file)) {
            System.err.println(
                    file + " is no history that can be read: what is typed is not kept; remove it to begin anew");
            return Optional.empty();
        }
        return Files.isWritable(Files.exists(file) ? file : folder) ? Optional.of(file) : Optional.empty();
    }

    /** Whether jline can read {@code file}, if there is one: it fails on what is not text, and complains of lines without a time. */
    static boolean isHistory(Path file) {
        if (!Files.exists(file)) {
            return true;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.allMatch(line -> line.matches("\\d+:.*"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public Optional<String> read() {
        while (true) {
            try {
                String text = reader.readLine(SqlPrompt.FIRST);
                String word = text.strip().toLowerCase(Locale.ROOT);
                if (FAREWELLS.contains(word)) {
                    return Optional.empty();
                }
                if (!word.isEmpty()) {
                    return Optional.of(word.startsWith("\\") ? text.strip() : word.equals("help") ? "\\?" : text);
                }
            } catch (UserInterruptException e) {
                // The line is cleared; the next one is asked for.
            } catch (EndOfFileException e) {
                return Optional.empty();
            }
        }
    }

    @Override
    public void show(Consumer<PrintStream> results) {
        if (redirected.isPresent()) {
            results.accept(redirected.get());
            return;
        }
        try (PrintStream out = new PrintStream(new Pager(terminal), false, terminal.encoding())) {
            results.accept(out);
        }
    }

    @Override
    public PrintStream messages() {
        return messages;
    }

    @Override
    public int width() {
        return Pager.size(terminal).getColumns();
    }

    @Override
    public void interruptibly(Runnable cancel, Runnable work) {
        SignalHandler before = terminal.handle(Signal.INT, signal -> cancel.run());
        try {
            // While a line is read, Ctrl-C interrupts this thread, sometimes so late that the line has been read.
            if (Thread.interrupted()) {
                cancel.run();
            }
            work.run();
        } finally {
            terminal.handle(Signal.INT, before);
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
