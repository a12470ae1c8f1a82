package org.superpose.cli.sql;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.superpose.cli.output.ColumnPaths;
import org.superpose.cli.output.Output;
import org.superpose.errors.Printable;
import org.superpose.errors.UserException;
import org.superpose.views.Views;

/** Obeys a {@link Console} until {@code \q} or the end of input; a mistake is told, counted, and the next statement is read. */
final class SqlPrompt {
    static final String FIRST = "sql> ";
    static final String NEXT = "  -> ";

    /** What each command does, as the help and the completion name them. */
    static final List<String> COMMANDS = List.of("\\views", "\\d", "\\timing", "\\q", "\\?", "\\help");

    private static final String HELP = """
            A statement ends with a semicolon and may have several lines.
              \\views     lists the views
              \\d VIEW    lists the columns of a view
              \\timing    tells after each query how long it took, or no longer
              \\q         quits
              \\?, \\help  prints this""";

    private static final String KEYS = """
            Tab completes keywords, views, columns and functions. Up and Ctrl-R find earlier statements.
            Ctrl-C clears the statement or stops the query, Ctrl-D quits. In the pager: arrows, space, / to search, q to leave.""";

    private final Queries queries;
    private final Output.Format format;
    private final Console console;
    private final PrintStream messages;
    private boolean timing;
    private int mistakes;

    SqlPrompt(Queries queries, Output.Format format, Console console) {
        this.queries = queries;
        this.format = format;
        this.console = console;
        this.messages = console.messages();
        this.timing = console.width() > 0;
    }

    /** Whether the last semicolon ends a statement, as one in quotes or a comment does not. */
    static boolean complete(String text) {
        List<String> statements = Views.statements(text + "\nEND_OF_INPUT");
        return statements.get(statements.size() - 1).equals("END_OF_INPUT");
    }

    /** Returns how many statements and commands could not be obeyed. */
    int run() throws IOException {
        messages.println("\\? for help, \\q to quit");
        for (Optional<String> text = console.read(); text.isPresent(); text = console.read()) {
            if (text.get().equals("\\q")) {
                break;
            }
            String typed = text.get();
            queries.resume();
            console.interruptibly(queries::cancel, () -> obey(typed));
        }
        return mistakes;
    }

    private void obey(String typed) {
        if (typed.startsWith("\\")) {
            command(typed);
        } else {
            runAll(Statement.of(typed, ""));
        }
    }

    /** Runs one after another; those after one that was cancelled are not begun. */
    private void runAll(List<Statement> statements) {
        for (Statement statement : statements) {
            tryToRun(statement);
            if (queries.cancelled()) {
                return;
            }
        }
    }

    private void command(String line) {
        String[] words = line.split("\\s+", 2);
        String argument = words.length > 1 ? words[1].strip() : "";
        switch (words[0]) {
            case "\\views" -> views();
            case "\\d" -> describe(argument);
            case "\\timing" -> time(argument);
            case "\\?", "\\help" -> messages.println(console.width() > 0 ? HELP + "\n" + KEYS : HELP);
            default -> wrong("no command " + words[0] + "; \\? for help");
        }
    }

    private void views() {
        int width = console.width();
        Map<String, String> contents = Views.contents();
        console.show(out -> Views.NAMES.forEach(
                view -> out.println(width == 0 ? view : wrapped(view, contents.getOrDefault(view, ""), width))));
    }

    /** A name and beside it what it means, in lines of at most {@code width} characters. */
    static String wrapped(String name, String meaning, int width) {
        int margin = 2 + Views.NAMES.stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(name).append(" ".repeat(Math.max(1, margin - name.length() - 1)));
        for (String word : meaning.split(" ", -1)) {
            if (line.length() + 1 + word.length() > width && line.length() > margin) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(margin - 1));
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString().stripTrailing());
        return String.join("\n", lines);
    }

    private void describe(String name) {
        String view = name.replaceFirst("\\s*;$", "").toLowerCase(Locale.ROOT);
        if (!Views.NAMES.contains(view)) {
            wrong("\\d wants one of: " + String.join(", ", Views.NAMES));
        } else if (console.width() == 0) {
            tryToRun(new Statement("DESCRIBE " + view, "", 1));
        } else {
            attempt(() -> {
                List<List<?>> rows = new ArrayList<>();
                ColumnPaths.of(queries.schemas(List.of(view)).get(view))
                        .forEach((path, type) -> rows.add(List.of(path, type)));
                console.show(out -> Output.print(out, format, List.of("column", "type"), rows));
            });
        }
    }

    private void time(String choice) {
        switch (choice.toLowerCase(Locale.ROOT)) {
            case "" -> timing = !timing;
            case "on" -> timing = true;
            case "off" -> timing = false;
            default -> {
                wrong("\\timing wants on or off, or nothing to change it; got " + choice);
                return;
            }
        }
        messages.println("timing is " + (timing ? "on" : "off"));
    }

    private void tryToRun(Statement statement) {
        attempt(() -> {
            List<String> told = new ArrayList<>();
            console.show(out -> told.add(told(queries.run(statement, format, out), out.checkError())));
            queries.untold().forEach(messages::println);
            if (timing) {
                told.forEach(messages::println);
            }
        });
    }

    /** The rows of a result, which the user may have left before its end, and the seconds to the first. */
    private static String told(Queries.Printed printed, boolean left) {
        return String.format(
                Locale.ROOT,
                "%d %s%s, %.2f s",
                printed.rows(),
                printed.rows() == 1 ? "row" : "rows",
                left ? " or more" : "",
                printed.seconds());
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (UserException e) {
            wrong(e.getMessage());
        }
    }

    private void wrong(String message) {
        mistakes++;
        messages.println(Printable.lines(message));
    }
}
