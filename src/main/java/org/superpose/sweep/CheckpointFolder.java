package org.superpose.sweep;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superpose.results.ResultsDirectory;

/**
 * The folder {@code checkpoints/} of a directory of results, which every executor sees. A file is called {@code KEY-NUMBER}, as {@code 51d3…-7}, the seventh state
 * of the model of that key; it appears whole, and the one before goes when it is there.
 */
final class CheckpointFolder implements Serializable {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

    private final String folder;

    CheckpointFolder(ResultsDirectory directory) {
        this.folder = directory.path(ResultsDirectory.CHECKPOINTS).toString();
    }

    FileSystem files() throws IOException {
        return new Path(folder).getFileSystem(SparkHadoopUtil.get().conf());
    }

    Path file(String modelKey, long number) {
        return new Path(folder, modelKey + "-" + number);
    }

    /** Where a file is written that is called as {@link #file} says when it is whole. */
    Path unfinished(String modelKey, String writer) {
        return new Path(folder, "." + modelKey + "-" + writer);
    }

    /** The files of one model, the newest first. */
    List<Path> of(String modelKey) throws IOException {
        return list().stream()
                .filter(file -> keyOf(file).equals(modelKey))
                .sorted(Comparator.comparingLong(CheckpointFolder::number).reversed())
                .toList();
    }

    /** The number of the newest state of each model of which there is one, by its key. */
    Map<String, Long> newest() throws IOException {
        Map<String, Long> newest = new HashMap<>();
        for (Path file : list()) {
            if (!unfinished(file)) {
                newest.merge(keyOf(file), number(file), Math::max);
            }
        }
        return newest;
    }

    /**
     * Removes every file of the models chosen, those that were never finished, and the folder where nothing is left in it; what cannot be removed is told. For
     * the holder of the lock, while no task is at work.
     */
    void clean(Predicate<String> modelKeys) {
        try {
            for (Path file : list()) {
                if (unfinished(file) || modelKeys.test(keyOf(file))) {
                    files().delete(file, false);
                }
            }
            if (list().isEmpty()) {
                // sums of files that are gone may be left, which the file system does not list
                files().delete(new Path(folder), true);
            }
        } catch (IOException | FSError e) {
            LOG.warn("what is not needed any more in {} cannot be removed: {}", folder, e.toString());
        }
    }

    /** Removes what there is of one model. */
    void remove(String modelKey) throws IOException {
        for (Path file : of(modelKey)) {
            files().delete(file, false);
        }
    }

    /** The number of a state among those of its model; −1 of a file that is none. */
    static long number(Path file) {
        String name = file.getName();
        try {
            return Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static boolean unfinished(Path file) {
        return file.getName().startsWith(".");
    }

    private static String keyOf(Path file) {
        String name = file.getName();
        return name.substring(0, Math.max(0, name.lastIndexOf('-')));
    }

    private List<Path> list() throws IOException {
        try {
            return Arrays.stream(files().listStatus(new Path(folder)))
                    .filter(FileStatus::isFile)
                    .map(FileStatus::getPath)
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }
}
