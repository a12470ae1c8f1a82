package org.superpose.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a command line in this process and keeps what it printed. */
public record CommandLines(int exitCode, String out, String err) {
    public static CommandLines run(String... arguments) {
        return runWithInput("", arguments);
    }

    public static CommandLines runWithInput(String input, String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        InputStream in = System.in;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            int code = Main.commandLine()
                    .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                    .execute(arguments);
            return new CommandLines(
                    code, printed.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
            System.setIn(in);
        }
    }

    public List<String> lines() {
        return out.lines().toList();
    }
}
