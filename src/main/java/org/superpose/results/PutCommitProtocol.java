package org.superpose.results;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.executor.CommitDeniedException;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.util.Utils;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * How tasks give their files to an object store, where nothing is renamed. A task writes a file to the temporary directory of its executor; when the task commits, it
 * is put whole under its only name, {@code part-TASK-JOB…}, which every attempt of the task has in common: a second attempt replaces the rows of the first by the
 * same rows. Nothing happens when the job commits, so a driver that is killed loses the running tasks only, and nothing that was put is ever deleted by an abort.
 *
 * <p>The file is not put while it is written, although an object store would show it at its end only, because Spark closes the file of a task that fails.
 */
public final class PutCommitProtocol extends FileCommitProtocol implements Serializable {
    private static final long serialVersionUID = 1;

    private final String job;
    private final String folder;
    private transient java.nio.file.Path temporary;
    private transient List<Staged> staged;

    private record Staged(File file, Path target) {}

    /** Made by Spark, by the name of this class. */
    public PutCommitProtocol(String job, String folder) {
        this.job = job;
        this.folder = folder;
    }

    @Override
    public void setupJob(JobContext context) {}

    @Override
    public void commitJob(JobContext context, Seq<TaskCommitMessage> messages) {}

    @Override
    public void abortJob(JobContext context) {}

    @Override
    public void setupTask(TaskAttemptContext context) {
        staged = new ArrayList<>();
    }

    @Override
    public String newTaskTempFile(TaskAttemptContext context, Option<String> partition, FileNameSpec name) {
        if (partition.isDefined()) {
            throw new UnsupportedOperationException("tables have no partitions but their invocations");
        }
        String file = String.format(
                Locale.ROOT,
                "%spart-%05d-%s%s",
                name.prefix(),
                context.getTaskAttemptID().getTaskID().getId(),
                job,
                name.suffix());
        File local = new File(temporary().toFile(), file);
        staged.add(new Staged(local, new Path(folder, file)));
        return new Path("file", null, local.getAbsolutePath()).toString();
    }

    private java.nio.file.Path temporary() {
        try {
            if (temporary == null) {
                String spark = Utils.getLocalDir(SparkEnv.get().conf());
                temporary = Files.createTempDirectory(java.nio.file.Path.of(spark), "part-");
            }
            return temporary;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("no file can be written in the temporary directory of Spark", e);
        }
    }

    @Override
    public TaskCommitMessage commitTask(TaskAttemptContext context) {
        try {
            requireLeave(TaskContext.get());
            for (Staged file : staged) {
                Replacement.put(
                        file.target().getFileSystem(context.getConfiguration()),
                        file.target(),
                        out -> Files.copy(file.file().toPath(), out));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(
                    "the rows of a task cannot be put into " + folder + ": " + e.getMessage(), e);
        } finally {
            removeTemporary();
        }
        return new TaskCommitMessage(null);
    }

    /** Of several attempts of a task one may put its file: an executor that Spark has given up may live, and come late. */
    private static void requireLeave(TaskContext task) {
        if (task != null
                && !SparkEnv.get()
                        .outputCommitCoordinator()
                        .canCommit(
                                task.stageId(), task.stageAttemptNumber(), task.partitionId(), task.attemptNumber())) {
            CommitDeniedException denied = new CommitDeniedException(
                    "another attempt of this task has put its file",
                    task.stageId(),
                    task.partitionId(),
                    task.attemptNumber());
            // Spark finds it among the causes, and counts no failure of the task.
            throw new IllegalStateException(denied.getMessage(), denied);
        }
    }

    @Override
    public void abortTask(TaskAttemptContext context) {
        removeTemporary();
    }

    private void removeTemporary() {
        if (temporary != null) {
            Utils.deleteRecursively(temporary.toFile());
            temporary = null;
        }
    }
}
