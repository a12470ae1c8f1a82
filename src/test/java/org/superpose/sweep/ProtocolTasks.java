package org.superpose.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileNameSpec;
import org.superpose.results.PutCommitProtocol;
import scala.Option;

/** Single attempts of tasks that write a file of text each, as Spark would make them. */
final class ProtocolTasks {
    private final String folder;

    ProtocolTasks(String folder) {
        this.folder = folder;
    }

    void write(int task, int attempt, String text) throws IOException {
        TaskAttemptContext context = context(task, attempt);
        started(context, text).commitTask(context);
    }

    void abort(int task, int attempt, String text) throws IOException {
        TaskAttemptContext context = context(task, attempt);
        started(context, text).abortTask(context);
    }

    private FileCommitProtocol started(TaskAttemptContext context, String text) throws IOException {
        FileCommitProtocol protocol =
                FileCommitProtocol.instantiate(PutCommitProtocol.class.getName(), "job", folder, false);
        protocol.setupTask(context);
        String file = protocol.newTaskTempFile(context, Option.empty(), new FileNameSpec("", ".txt"));
        Files.writeString(Path.of(new org.apache.hadoop.fs.Path(file).toUri().getPath()), text);
        return protocol;
    }

    private static TaskAttemptContext context(int task, int attempt) {
        return new TaskAttemptContextImpl(
                new Configuration(), new TaskAttemptID("superpose", 1, TaskType.MAP, task, attempt));
    }
}
