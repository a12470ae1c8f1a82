package org.superpose.views;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.superpose.results.DirectoryLock;
import org.superpose.results.LockOwner;
import org.superpose.results.Reads;
import org.superpose.results.ResultsDirectory;

/**
 * How a directory stands.
 *
 * @param points the planned models
 * @param done those with a result: converged or max_steps
 * @param failed those that failed or diverged
 * @param diverged those of {@code failed} that diverged
 * @param missing those without a final row
 * @param holder the process at work on the directory, if any
 * @param progress what that process last wrote of its progress, see {@link ResultsDirectory#PROGRESS}; empty without one
 */
public record SweepStatus(
        long points,
        long done,
        long failed,
        long diverged,
        long missing,
        Optional<LockOwner> holder,
        Map<String, Object> progress) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Planned models outer-joined to final ones: a directory that lost its planned points still shows its models. */
    private static final String COUNTS = """
            SELECT count(*),
              count_if(status IN ('converged', 'max_steps')),
              count_if(status IN ('failed', 'diverged')),
              count_if(status = 'diverged'),
              count_if(status IS NULL)
            FROM planned FULL JOIN (SELECT model_key, status FROM models) USING (model_key)""";

    /** Reads the state of a directory, also while a sweep runs. */
    public static SweepStatus of(SparkSession spark, ResultsDirectory directory) {
        Optional<LockOwner> holder = DirectoryLock.holder(directory);
        Map<String, Object> progress = holder.isPresent() ? progress(directory) : Map.of();
        Row counts = Reads.retrying(() -> {
            Views.register(spark, directory);
            return spark.sql(COUNTS).first();
        });
        return new SweepStatus(
                counts.getLong(0),
                counts.getLong(1),
                counts.getLong(2),
                counts.getLong(3),
                counts.getLong(4),
                holder,
                progress);
    }

    /** Reads the progress file; the result is empty where there is none, or where it is just being written. */
    private static Map<String, Object> progress(ResultsDirectory directory) {
        try (InputStream in = directory.files().open(directory.path(ResultsDirectory.PROGRESS))) {
            return JSON.readValue(in.readAllBytes(), new TypeReference<Map<String, Object>>() {});
        } catch (FileNotFoundException | JsonProcessingException e) {
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the progress of " + directory, e);
        }
    }
}
