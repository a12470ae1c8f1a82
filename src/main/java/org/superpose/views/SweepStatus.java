package org.superpose.views;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.superpose.results.DirectoryLock;
import org.superpose.results.Holdings;
import org.superpose.results.LaterDates;
import org.superpose.results.LockOwner;
import org.superpose.results.Reads;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Tables;

/**
 * How a directory stands.
 *
 * @param points the planned models
 * @param done those with a result: converged or max_steps
 * @param failed those that failed or diverged
 * @param diverged those of {@code failed} that diverged
 * @param missing those without a final row
 * @param known whether all points are known that were asked for; false where planned points are gone
 * @param holder the process at work on the directory, if any
 * @param notices what is to be said of its files and rows, a sentence each
 * @param progress what that process last wrote of its progress, see {@link ResultsDirectory#PROGRESS}; empty without one
 */
public record SweepStatus(
        long points,
        long done,
        long failed,
        long diverged,
        long missing,
        boolean known,
        Optional<LockOwner> holder,
        List<String> notices,
        Map<String, Object> progress) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Planned models outer-joined to final ones: a directory that lost its planned points still shows its models. */
    private static final String COUNTS = """
            SELECT count(*),
              count_if(status IN ('converged', 'max_steps')),
              count_if(status IN ('failed', 'diverged')),
              count_if(status = 'diverged'),
              count_if(status IS NULL),
              count_if(asked IS NULL)
            FROM (SELECT model_key, true AS asked FROM planned)
            FULL JOIN (SELECT model_key, status FROM models) USING (model_key)""";

    private static final String LATER_DATES = "SELECT count(*), max(started_at) FROM " + Views.MODEL_ROWS
            + " WHERE started_at > now() + INTERVAL " + LaterDates.TOLERANCE.toSeconds() + " SECONDS";

    /** Reads the state of a directory, also while a sweep runs. */
    public static SweepStatus of(SparkSession spark, ResultsDirectory directory) {
        Optional<LockOwner> holder = DirectoryLock.holder(directory);
        Map<String, Object> progress = holder.isPresent() ? progress(directory) : Map.of();
        List<String> notices = new ArrayList<>();
        Row counts = Reads.retrying(directory, () -> {
            Views.register(spark, directory, List.of("models", "planned"));
            Row later = spark.sql(LATER_DATES).first();
            notices.clear();
            notices.addAll(LaterDates.sentences(
                    later.getLong(0),
                    later.isNullAt(1) ? null : later.getTimestamp(1).toInstant()));
            return spark.sql(COUNTS).first();
        });
        Holdings holdings = Holdings.of(directory);
        List<String> gone = new ArrayList<>(holdings.gonePlans());
        if (gone.isEmpty() && counts.getLong(5) > 0) {
            gone.add(
                    counts.getLong(5) + " models were never asked for, as far as "
                            + directory.path(Tables.PLANNED).toUri().getPath()
                            + " tells: planned points are gone, so it is not known what is missing; run the sweep again to write them again");
        }
        notices.addAll(gone);
        if (counts.getLong(4) > 0) {
            notices.addAll(holdings.goneFiles());
        }
        DirectoryLock.laterDate(directory).ifPresent(notices::add);
        return new SweepStatus(
                counts.getLong(0),
                counts.getLong(1),
                counts.getLong(2),
                counts.getLong(3),
                counts.getLong(4),
                gone.isEmpty(),
                holder,
                List.copyOf(notices),
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
