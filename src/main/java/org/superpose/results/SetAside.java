package org.superpose.results;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.superpose.errors.UserException;

/**
 * Moves files that do not belong to the tables out of the way of readers, to {@code DIR/set-aside/TABLE/invocation=ID/}, each beside a text file that says
 * why. Nothing is deleted: whoever can mend a file may move it back.
 */
public final class SetAside {
    /** The folder of what was set aside; no view reads it. */
    static final String FOLDER = "set-aside";

    /** What takes seconds to read. */
    private static final long MUCH = 1L << 30;

    private final ResultsDirectory directory;

    /** For the holder of the lock of {@code directory} only. */
    public SetAside(ResultsDirectory directory) {
        this.directory = directory;
    }

    /**
     * Looks at every byte of every file of both tables and sets aside what is damaged.
     *
     * @param log gets a sentence for each file that was set aside, and before it begins one where there is much to look at
     * @throws UserException if a file cannot be read: whether it is damaged is not known then, and nothing was moved
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public void execute(Consumer<String> log) throws IOException {
        LongSummaryStatistics sizes = directory.sizes();
        if (sizes.getSum() > MUCH) {
            log.accept(String.format(
                    Locale.ROOT, "looking for damage in %d files, %.1f GB", sizes.getCount(), 1e-9 * sizes.getSum()));
        }
        List<PartFault> faults = directory.faultsWithin();
        refuseUnreadable(faults);
        for (PartFault fault : faults) {
            Reads.checkNotInterrupted(null);
            Path moved = move(fault);
            log.accept(fault.described() + ": it is now " + ResultsDirectory.shown(moved)
                    + ", and points that no other file holds are trained again");
        }
    }

    private static void refuseUnreadable(List<PartFault> faults) {
        faults.stream().filter(fault -> !fault.damaged()).findFirst().ifPresent(fault -> {
            throw new UserException(fault.described()
                    + ", so it is not known which points it holds; make it readable, or move it out of the directory to train"
                    + " its points again");
        });
    }

    private Path move(PartFault fault) throws IOException {
        FileSystem files = directory.files();
        Path folder = fault.file().getParent();
        Path target =
                new Path(directory.path(FOLDER), folder.getParent().getName() + Path.SEPARATOR + folder.getName());
        Path moved = new Path(target, fault.file().getName());
        for (int k = 2; files.exists(moved); k++) {
            moved = new Path(target, fault.file().getName() + "." + k);
        }
        byte[] reason = (fault.reason() + "\n").getBytes(StandardCharsets.UTF_8);
        if (directory.objectStore()) {
            Replacement.put(files, moved.suffix(".why.txt"), out -> out.write(reason));
            // Who is killed before the old one is deleted leaves both, and the next run sets the old one aside once
            // more.
            Replacement.copy(directory, fault.file(), moved);
            files.delete(fault.file(), false);
            return moved;
        }
        files.mkdirs(target);
        try (OutputStream why = files.create(moved.suffix(".why.txt"), true)) {
            why.write(reason);
        }
        if (!files.rename(fault.file(), moved)) {
            throw new IOException("cannot move " + fault.file() + " to " + moved);
        }
        return moved;
    }
}
