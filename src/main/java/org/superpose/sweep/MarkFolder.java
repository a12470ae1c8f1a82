package org.superpose.sweep;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superpose.results.ResultsDirectory;

/**
 * The folder {@code running/} of a directory of results, which every executor sees: one small file for each task at work, and for each point that is watched.
 * A file is called {@code RUN-ROUND-TASK-ATTEMPT-NUMBER}, as {@code 3-0-17-0-0}, and {@code ended-3-0-17-0-0} from the time that its JVM is known to have ended.
 */
final class MarkFolder implements Serializable {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(MarkFolder.class);
    private static final String ENDED = "ended-";

    private final String folder;

    MarkFolder(ResultsDirectory directory) {
        this.folder = directory.path(ResultsDirectory.RUNNING).toString();
    }

    /** What the names of the marks of a run, or of one of its tasks, begin with. */
    static String prefix(long... numbers) {
        StringBuilder prefix = new StringBuilder();
        for (long number : numbers) {
            prefix.append(number).append('-');
        }
        return prefix.toString();
    }

    void write(String name, Mark mark) throws IOException {
        try (OutputStream file = files().create(new Path(folder, name), true)) {
            file.write(mark.json());
        }
    }

    void remove(String name) {
        try {
            files().delete(new Path(folder, name), false);
        } catch (IOException | FSError e) {
            LOG.warn("the mark {}/{} cannot be removed: {}", folder, name, e.toString());
        }
    }

    /** The marks of JVMs that have ended and whose names begin so without what says that; all with the empty text. */
    List<Mark> ended(String prefix) throws IOException {
        List<Mark> marks = new ArrayList<>();
        for (String name : names(ENDED + prefix)) {
            read(name).ifPresent(marks::add);
        }
        return marks;
    }

    /** Records that the JVMs have ended whose marks begin so, and returns those marks and the ones that were known to have. */
    List<Mark> end(String prefix) throws IOException {
        for (String name : names(prefix)) {
            end(name, read(name));
        }
        return ended(prefix);
    }

    /** Records that this JVM ends, which made the mark of that name. */
    void endOwn(String name) {
        try {
            keepEnded(name, read(name));
        } catch (IOException | FSError e) {
            LOG.warn("it cannot be recorded in {} that this JVM ends: {}", folder, e.toString());
        }
    }

    /** Takes it back that JVMs of a run which Spark lost for a reason outside of them, as with their node, ended with their points. */
    void excuse(long run, String executor) {
        try {
            for (String name : names("")) {
                Optional<Mark> mark =
                        read(name).filter(found -> found.run() == run && executor.equals(found.executor()));
                if (mark.isPresent() && !mark.get().restarted()) {
                    write(name, mark.get().excused());
                }
            }
        } catch (IOException | FSError e) {
            LOG.warn("the marks of executor {} in {} cannot be looked through: {}", executor, folder, e.toString());
        }
    }

    private void end(String name, Optional<Mark> mark) throws IOException {
        // A mark may stay where it could not be removed, of a task that failed in a JVM that lives.
        keepEnded(name, mark.filter(found -> !found.isOfThisJvm()).map(Mark::ended));
    }

    private void keepEnded(String name, Optional<Mark> mark) throws IOException {
        if (mark.isPresent()) {
            write(ENDED + name, mark.get());
        }
        remove(name);
    }

    /** Removes the marks of a run that ends as it should. Of its JVMs that are known to have ended they stay. */
    void removeOpen(long run) {
        try {
            names(prefix(run)).forEach(this::remove);
        } catch (IOException | FSError e) {
            LOG.warn("the marks of tasks in {} cannot be removed: {}", folder, e.toString());
        }
    }

    /**
     * Finds out what the marks mean that are there while no task is at work: for the holder of the lock. In local mode the JVM of each has ended. Executors end
     * with their driver, so what they left is no evidence. What has a row since then is settled.
     *
     * @param lastRun of a model the number of the last run that made a row of it, 0 for none
     */
    void settle(ToLongFunction<String> lastRun) {
        try {
            for (String name : names("")) {
                settle(name, read(name), lastRun);
            }
            if (names("").isEmpty()) {
                files().delete(new Path(folder), true);
            }
        } catch (IOException | FSError e) {
            LOG.warn("the marks of tasks in {} cannot be looked through: {}", folder, e.toString());
        }
    }

    private void settle(String name, Optional<Mark> mark, ToLongFunction<String> lastRun) throws IOException {
        boolean ended = name.startsWith(ENDED);
        Optional<Mark> left = mark.filter(found -> ended || found.inDriver())
                .map(found -> found.without(key -> lastRun.applyAsLong(key) >= found.run()))
                .filter(found -> !found.states().isEmpty());
        if (left.isEmpty()) {
            remove(name);
        } else if (!ended) {
            end(name, left);
        } else if (!left.equals(mark)) {
            write(name, left.get());
        }
    }

    private List<String> names(String prefix) throws IOException {
        try {
            return Arrays.stream(files().listStatus(new Path(folder)))
                    .filter(FileStatus::isFile)
                    .map(file -> file.getPath().getName())
                    .filter(name -> name.startsWith(prefix))
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    private Optional<Mark> read(String name) {
        try (InputStream file = files().open(new Path(folder, name))) {
            return Mark.parse(file.readAllBytes());
        } catch (IOException | FSError e) {
            LOG.debug("{}/{} cannot be read", folder, name, e);
            return Optional.empty();
        }
    }

    private FileSystem files() throws IOException {
        return new Path(folder).getFileSystem(SparkHadoopUtil.get().conf());
    }
}
