package org.superpose.cli.output;

import picocli.CommandLine.Option;

/** The option {@code --format} of every command that prints a table. */
public final class FormatOption {
    @Option(
            names = "--format",
            defaultValue = "table",
            paramLabel = "FORMAT",
            description = "table, csv or json; default: ${DEFAULT-VALUE}")
    private Output.Format format;

    /** The format that the user chose. */
    public Output.Format chosen() {
        return format;
    }
}
