package org.superpose.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.superpose.config.SweepFile;
import org.superpose.errors.Printable;
import org.superpose.grid.Expansion;
import org.superpose.grid.Grid;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that name a sweep and where its results are. */
final class SweepArguments {
    @Parameters(
            paramLabel = "SWEEP.yaml",
            description =
                    "The sweep file, YAML or JSON; a path of this machine or a URL that Hadoop reads, such as hdfs:///sweep.yaml.")
    private String file;

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

    private String text;

    /** Reads the file with its overrides. */
    SweepFile sweepFile() {
        return SweepFile.read(text(), SweepText.shown(file), sets);
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

    /** Read once, so that what is recorded is what was run. */
    private String text() {
        if (text == null) {
            text = SweepText.read(file);
        }
        return text;
    }

    String directory(SweepFile sweep) {
        return out == null ? "results/" + sweep.name() : out;
    }
}
