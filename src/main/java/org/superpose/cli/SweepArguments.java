package org.superpose.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.superpose.config.SweepFile;
import org.superpose.errors.Printable;
import org.superpose.files.UserFile;
import org.superpose.grid.Expansion;
import org.superpose.grid.Grid;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that name a sweep and where its results are. */
final class SweepArguments {
    @Parameters(paramLabel = "SWEEP.yaml", description = "The sweep file, YAML or JSON.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the tables are; results/<name> in the current directory by default.")
    private String out;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "Overrides a setting of the sweep file, as in --set training.steps=100; repeatable.")
    private List<String> sets = new ArrayList<>();

    /** Reads the file with its overrides. */
    SweepFile sweepFile() {
        return SweepFile.read(file, sets);
    }

    /** The points of the sweep; notices go to {@code log}. */
    static Grid expand(SweepFile sweep, PrintStream log) {
        Grid grid = Expansion.expand(sweep);
        grid.notices().forEach(notice -> log.println(Printable.line(notice)));
        return grid;
    }

    /** The sweep file as it is on disk, and the overrides, for the record. */
    String source() {
        StringBuilder source = new StringBuilder(text());
        if (!sets.isEmpty() && !source.isEmpty() && source.charAt(source.length() - 1) != '\n') {
            source.append('\n');
        }
        sets.forEach(set -> source.append("# --set ").append(set).append('\n'));
        return source.toString();
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw UserFile.unreadable(file.toString(), e);
        }
    }

    String directory(SweepFile sweep) {
        return out == null ? "results/" + sweep.name() : out;
    }
}
