package org.superpose.results;

import static org.superpose.columns.Trait.MEAN;
import static org.superpose.columns.Trait.NONNEGATIVE;
import static org.superpose.columns.Type.Scalar.INT;
import static org.superpose.columns.Type.Scalar.LONG;
import static org.superpose.columns.Type.Scalar.STRING;
import static org.superpose.columns.Type.Scalar.TIMESTAMP;

import java.sql.Timestamp;
import java.time.Instant;
import org.superpose.columns.Columns;

/**
 * What made a row, where, when and how fast. It says nothing of the model.
 *
 * @param attempt of the Spark task, from 0
 * @param number of the run within its directory, from 1
 * @param seconds from the start of training to the end of measuring
 * @param coreSeconds the same times the cores at work, those that helped included
 */
public record RunFacts(
        String kernel,
        String device,
        String host,
        long number,
        int attempt,
        double seconds,
        double coreSeconds,
        double predictedSeconds,
        Instant startedAt,
        int algoVersion) {
    static final Columns<RunFacts> COLUMNS = Columns.of(RunFacts.class)
            .one("kernel", STRING, RunFacts::kernel, "What trained the model.")
            .one("device", STRING, RunFacts::device, "The processor or GPU that did.")
            .one("host", STRING, RunFacts::host, "The machine it is in.")
            .one(
                    "run_number",
                    LONG,
                    RunFacts::number,
                    "The number of the run that made the row, from 1, in the order in which the directory was held. NULL in older rows.")
            .one("attempt", INT, RunFacts::attempt, "The attempt of the Spark task, from 0.")
            .real(
                    "seconds",
                    RunFacts::seconds,
                    "How long training and measuring took, with what was spent before on a state of the model that was gone on with.",
                    MEAN,
                    NONNEGATIVE)
            .real(
                    "core_seconds",
                    RunFacts::coreSeconds,
                    "The same summed over the cores at work on the model: it is longer where free cores helped. NULL in older rows, of one core each.",
                    NONNEGATIVE)
            .real("predicted_seconds", RunFacts::predictedSeconds, "How long they were expected to take on one core.")
            .one("started_at", TIMESTAMP, run -> Timestamp.from(run.startedAt), "When training began, or went on.")
            .one(
                    "algo_version",
                    INT,
                    RunFacts::algoVersion,
                    "The version of the algorithm: 3, or 4 where batches are stratified. It rises where the same `parameters` would give another model.");
}
