package org.superpose.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.superpose.cli.output.ResultStream;

/** Runs a command line in this process and keeps what it printed. */
public record CommandLines(int exitCode, String out, String err) {
    public static CommandLines run(String... arguments) {
        return runWithInput("", arguments);
    }

    public static CommandLines runWithInput(String input, String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        return run(input, printed, arguments).with(printed);
    }

    /** Runs it with its results going to a stream that may refuse them. */
    public static CommandLines runOn(OutputStream results, String... arguments) {
        return run("", results, arguments);
    }

    private CommandLines with(ByteArrayOutputStream printed) {
        return new CommandLines(exitCode, printed.toString(StandardCharsets.UTF_8), err);
    }

    private static CommandLines run(String input, OutputStream results, String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        InputStream in = System.in;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            System.setOut(ResultStream.of(results));
            System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            int code = Main.run(arguments);
            return new CommandLines(code, "", said.toString(StandardCharsets.UTF_8));
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
