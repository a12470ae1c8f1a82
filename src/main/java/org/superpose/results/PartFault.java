package org.superpose.results;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.superpose.errors.Printable;

/**
 * What keeps readers from a file among those of a table. For example, {@code models/invocation=…/part-00003.parquet} is damaged because it is cut short.
 *
 * @param reason a clause that follows the file's name, such as {@code it is cut short}
 * @param damaged whether its content proves that it does not belong there; false where it could not be read, so that nothing is known of it
 */
public record PartFault(Path file, String reason, boolean damaged) {
    private static final int SHOWN = 5;

    /** What a command that only reads says of such files, a line each: what it left out, and what mends it. */
    static List<String> leftOut(List<PartFault> faults) {
        List<String> lines = new ArrayList<>();
        faults.stream()
                .limit(SHOWN)
                .map(fault -> fault.described() + ": its rows are left out; "
                        + (fault.damaged
                                ? "run and compact set it aside, and run trains its points again"
                                : "make it readable again"))
                .forEach(lines::add);
        if (faults.size() > SHOWN) {
            lines.add("… and " + (faults.size() - SHOWN) + " more such files");
        }
        return lines;
    }

    /** The file and its fault, as in {@code the file /results/x.parquet is damaged (it is cut short)}. */
    String described() {
        return Printable.line("the file " + ResultsDirectory.shown(file) + (damaged ? " is damaged" : " cannot be read")
                + " (" + reason + ")");
    }
}
