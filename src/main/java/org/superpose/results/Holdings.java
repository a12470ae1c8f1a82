package org.superpose.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * What the provenance of its invocations says that a directory holds, beside what is there. For example, a run that planned 400 points has recorded the
 * files it wrote them to; where those are gone, nobody knows from {@code planned/} which points are missing.
 */
public final class Holdings {
    /** Of an invocation: the files it wrote its planned points to, with their lengths. */
    public static final String PLANNED_FILES = "planned_files";

    /** The same of its models; recorded when it ended, or for a driver that was killed by the run after it. */
    public static final String MODELS_FILES = "models_files";

    /** Of a compaction: the invocations whose models it merged. */
    public static final String MERGED_MODELS = "merged";

    /** The same of planned points. */
    public static final String MERGED_PLANNED = "merged_planned";

    private static final int SHOWN = 5;

    private final ResultsDirectory directory;
    private final Map<String, JsonNode> records = new LinkedHashMap<>();
    private final Map<String, String> modelsMergedInto = new HashMap<>();
    private final Map<String, String> plansMergedInto = new HashMap<>();

    private Holdings(ResultsDirectory directory) {
        this.directory = directory;
    }

    /** Reads the records of a directory. */
    public static Holdings of(ResultsDirectory directory) {
        Holdings holdings = new Holdings(directory);
        for (JsonNode record : Invocations.all(directory)) {
            String id = record.path("id").asText();
            holdings.records.put(id, record);
            boolean told = record.has(MERGED_PLANNED) || record.has(MODELS_FILES);
            record.path(MERGED_MODELS).forEach(merged -> holdings.modelsMergedInto.put(merged.asText(), id));
            record.path(told ? MERGED_PLANNED : MERGED_MODELS)
                    .forEach(merged -> holdings.plansMergedInto.put(merged.asText(), id));
        }
        return holdings;
    }

    /** Records the files of runs whose driver was killed before it could: for the holder of the lock. */
    public void recordFiles() throws IOException {
        for (JsonNode record : records.values()) {
            UUID id = UUID.fromString(record.path("id").asText());
            Map<String, Long> files = files(directory, directory.models(id));
            if (record.has("planned") && !record.has(MODELS_FILES) && !files.isEmpty()) {
                new Invocation(directory, id, record).put(MODELS_FILES, files).write();
            }
        }
    }

    /** The committed files of a folder, with their lengths, as they are recorded. */
    public static Map<String, Long> files(ResultsDirectory directory, Path folder) {
        Map<String, Long> files = new LinkedHashMap<>();
        directory.parts(folder).forEach(part -> files.put(part.getPath().getName(), part.getLen()));
        return files;
    }

    /** A sentence for each run whose planned points are gone, so that it is not known which points are missing; it ends with what brings them back. */
    public List<String> gonePlans() {
        List<String> sentences = new ArrayList<>();
        for (JsonNode record : records.values()) {
            if (planned(record) && !holdsPlan(record) && !plannedAgain(record)) {
                sentences.add("the planned points of " + record.path("name").asText() + ", "
                        + record.path("planned").asLong() + " of them, are gone from "
                        + ResultsDirectory.shown(directory.path(Tables.PLANNED))
                        + ", so it is not known what is missing; this writes them again: "
                        + record.path("command").asText());
            }
        }
        return sentences;
    }

    /** Whether the run has written its planned points: a driver may be killed before. Older versions recorded the end only. */
    private static boolean planned(JsonNode record) {
        return record.path("planned").asLong(0) > 0 && (record.has(PLANNED_FILES) || record.has("ended_at"));
    }

    private boolean holdsPlan(JsonNode record) {
        String id = record.path("id").asText();
        if (holds(Tables.PLANNED, id, record.path(PLANNED_FILES))) {
            return true;
        }
        JsonNode compaction = records.get(plansMergedInto.getOrDefault(id, ""));
        return compaction != null && holdsPlan(compaction);
    }

    /** Whether a run of the same sweep holds at least as many points. */
    private boolean plannedAgain(JsonNode record) {
        return records.values().stream()
                .filter(other -> other != record && planned(other))
                .filter(other -> other.path("name").equals(record.path("name")))
                .filter(other ->
                        other.path("planned").asLong() >= record.path("planned").asLong())
                .anyMatch(this::holdsPlan);
    }

    /** Whether the recorded files of an invocation are there; of one that recorded none, any. */
    private boolean holds(String table, String id, JsonNode recorded) {
        Set<String> present = names(new Path(directory.path(table), Tables.INVOCATION + "=" + id));
        Set<String> expected = new HashSet<>();
        recorded.fieldNames().forEachRemaining(expected::add);
        return expected.isEmpty() ? !present.isEmpty() : present.containsAll(expected);
    }

    private Set<String> names(Path folder) {
        return files(directory, folder).keySet();
    }

    /** A sentence for each of the first files of models that are gone, neither merged nor set aside, and one for the rest. */
    public List<String> goneFiles() {
        List<String> sentences = new ArrayList<>();
        for (JsonNode record : records.values()) {
            String folder = Tables.INVOCATION + "=" + record.path("id").asText();
            if (!modelsMergedInto.containsKey(record.path("id").asText())
                    && record.path(MODELS_FILES).size() > 0) {
                Set<String> present = new HashSet<>(names(new Path(directory.path(Tables.MODELS), folder)));
                present.addAll(names(new Path(directory.path(SetAside.FOLDER + "/" + Tables.MODELS), folder)));
                record.path(MODELS_FILES).fieldNames().forEachRemaining(name -> {
                    if (!present.contains(name)) {
                        sentences.add("the file " + directory + "/" + Tables.MODELS + "/" + folder + "/" + name
                                + " is gone; run trains its points again");
                    }
                });
            }
        }
        if (sentences.size() > SHOWN) {
            int more = sentences.size() - SHOWN;
            sentences.subList(SHOWN, sentences.size()).clear();
            sentences.add("… and " + more + " more files are gone");
        }
        return sentences;
    }
}
