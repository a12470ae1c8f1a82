package org.superpose.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.superpose.config.UserException;
import org.superpose.sweep.Views;

/** Reads statements line by line until {@code \q} or the end of input; a mistake is told and the next statement is read. */
final class SqlPrompt {
    private static final String HELP = """
            A statement ends with a semicolon and may have several lines.
              \\views     lists the views
              \\d VIEW    lists the columns of a view
              \\q         quits
              \\?         prints this""";

    private final Queries queries;
    private final Output.Format format;
    private final BufferedReader in;
    private final PrintStream out;
    private final PrintStream messages;

    SqlPrompt(Queries queries, Output.Format format, BufferedReader in, PrintStream out, PrintStream messages) {
        this.queries = queries;
        this.format = format;
        this.in = in;
        this.out = out;
        this.messages = messages;
    }

    void run() throws IOException {
        messages.println("\\? for help, \\q to quit");
        StringBuilder pending = new StringBuilder();
        for (String line = read("sql> "); line != null; line = read(pending.isEmpty() ? "sql> " : "  -> ")) {
            if (pending.isEmpty() && line.strip().startsWith("\\")) {
                if (line.strip().equals("\\q")) {
                    return;
                }
                command(line.strip());
            } else if (!line.isBlank() || !pending.isEmpty()) {
                pending.append(line).append('\n');
                runComplete(pending);
            }
        }
        if (!pending.isEmpty()) {
            Views.statements(pending.toString()).forEach(this::tryToRun);
        }
    }

    private String read(String prompt) throws IOException {
        messages.print(prompt);
        messages.flush();
        return in.readLine();
    }

    /** Runs the statements that are complete. A mark after the text shows whether its last semicolon ends a statement. */
    private void runComplete(StringBuilder pending) {
        List<String> statements = Views.statements(pending + "\nEND_OF_INPUT");
        if (statements.size() > 1 && statements.get(statements.size() - 1).equals("END_OF_INPUT")) {
            pending.setLength(0);
            statements.subList(0, statements.size() - 1).forEach(this::tryToRun);
        }
    }

    private void command(String line) {
        String[] words = line.split("\\s+", 2);
        switch (words[0]) {
            case "\\views" -> Views.NAMES.forEach(out::println);
            case "\\d" -> describe(words.length > 1 ? words[1] : "");
            case "\\?" -> messages.println(HELP);
            default -> messages.println("no command " + words[0] + "; \\? for help");
        }
    }

    private void describe(String view) {
        if (Views.NAMES.contains(view)) {
            tryToRun("DESCRIBE " + view);
        } else {
            messages.println("\\d wants one of: " + String.join(", ", Views.NAMES));
        }
    }

    private void tryToRun(String statement) {
        try {
            queries.run(statement, format, out);
        } catch (UserException e) {
            messages.println(e.getMessage());
        }
    }
}
