package org.superpose.sweep.progress;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.WallClock;

/** Tells {@code status} in another shell how a running sweep stands: {@code DIR/.progress.json}, rewritten every few seconds. */
public final class ProgressFile {
    private static final double EVERY_SECONDS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileSystem files;
    private final Path file;
    private double next;

    public ProgressFile(ResultsDirectory directory) {
        this.files = directory.files();
        this.file = directory.path(ResultsDirectory.PROGRESS);
    }

    /** Writes the file if it is old; one that cannot be written is not worth a sweep. */
    public void update(ProgressDisplay.Estimate estimate) {
        if (estimate.seconds() < next) {
            return;
        }
        next = estimate.seconds() + EVERY_SECONDS;
        try (OutputStream out = files.create(file, true)) {
            out.write(JSON.writeValueAsBytes(facts(estimate)));
        } catch (IOException | FSError e) {
            next = Double.POSITIVE_INFINITY;
        }
    }

    public void remove() throws IOException {
        files.delete(file, false);
    }

    private static Map<String, Object> facts(ProgressDisplay.Estimate estimate) {
        Tally now = estimate.now();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("steps_done", now.steps());
        facts.put("steps_planned", estimate.planned().steps());
        facts.put("points_done", now.done());
        facts.put("points_failed", now.failed());
        facts.put("points_planned", estimate.planned().done());
        facts.put("rate", estimate.stepsPerSecond());
        facts.put("eta_seconds", Double.isNaN(estimate.etaSeconds()) ? null : estimate.etaSeconds());
        facts.put("best_loss", now.done() > 0 ? now.best() : null);
        facts.put("worst_loss", now.done() > 0 ? now.worst() : null);
        facts.put("updated_at", WallClock.now().toString());
        return facts;
    }
}
