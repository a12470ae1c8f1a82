package org.superpose.results;

import static org.superpose.columns.Trait.MEAN;
import static org.superpose.columns.Trait.NONNEGATIVE;
import static org.superpose.columns.Type.Scalar.LONG;
import static org.superpose.columns.Type.Scalar.STRING;

import org.superpose.columns.Columns;
import org.superpose.train.Outcome;
import org.superpose.train.Trainer;

/**
 * How the training or building of a model ended. What does not apply is null.
 *
 * @param status a label of {@link Outcome.Status}, or {@code failed}
 * @param start which of several starts was gone on with, from 0
 * @param steps training steps taken, from all starts together
 * @param samples that were trained on
 */
public record Ending(
        String status,
        String stopReason,
        String errorClass,
        String errorMessage,
        Long start,
        Long steps,
        Long samples) {
    static final Columns<Ending> COLUMNS = Columns.of(Ending.class)
            .one(
                    "status",
                    STRING,
                    Ending::status,
                    "How it ended: `converged` (the stop rule held, or a schedule that decays to zero ran to its end), `max_steps`, `diverged` or `failed`.")
            .one(
                    "stop_reason",
                    STRING,
                    Ending::stopReason,
                    "Why training ended: `plateau`, `schedule`, `steps`, `too_few_active` (a feature was active fewer than "
                            + (int) Trainer.LEAST_ACTIVE
                            + " times in all batches), `start` (training did not lower the loss of the model that it began with, which is this one), `built` (no training: `steps` 0, no `loss_train`), or what diverged.")
            .one("error_class", STRING, Ending::errorClass, "The kind of error of a failed point.")
            .one("error_message", STRING, Ending::errorMessage, "The message of that error, with the stack.")
            .one(
                    "best_start",
                    LONG,
                    Ending::start,
                    "Which of several starts (`training.starts`) had the least loss and was gone on with, from 0. NULL where there was one.")
            .one("steps", LONG, Ending::steps, "The training steps taken, from all starts together.", MEAN, NONNEGATIVE)
            .one(
                    "samples",
                    LONG,
                    Ending::samples,
                    "The samples that were trained on, steps × batch, and those of the smaller models of `training.init: grown`.");

    private static final String FAILED = "failed";

    /** The ending of a point whose training or measurement broke. */
    public static Ending failed(String errorClass, String errorMessage) {
        return new Ending(FAILED, null, errorClass, Secrets.text(errorMessage), null, null, null);
    }

    /** The ending of a model that was trained or built. */
    public static Ending of(Outcome outcome) {
        return new Ending(
                outcome.status().label(),
                outcome.stopReason(),
                null,
                null,
                outcome.start() == null ? null : outcome.start().longValue(),
                (long) outcome.steps(),
                outcome.samples());
    }

    /** Returns the same ending, but that the model diverged, for a reason that showed later. */
    public Ending diverged(String reason) {
        return new Ending(Outcome.Status.DIVERGED.label(), reason, null, null, start, steps, samples);
    }

    /** Whether training or measuring broke. */
    public boolean failed() {
        return FAILED.equals(status);
    }
}
