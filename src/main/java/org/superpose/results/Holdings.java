package org.superpose.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.superpose.errors.Printable;

/**
 * What the provenance of its invocations says that a directory holds, beside what is there. For example, a run that planned 400 points has recorded the
 * files it wrote them to; where those are gone, nobody knows from {@code planned/} which points are missing.
 */
public final class Holdings {
    /** Of an invocation: the files it wrote its planned points to, with their lengths. */
    public static final String PLANNED_FILES = "planned_files";

    /** The same of its models; recorded when it ended, or for a driver that was killed by the run after it. */
    public static final String MODELS_FILES = "models_files";

    /** Names of {@link #MODELS_FILES} whose loss a run has told of. */
    public static final String MODELS_GONE = "models_gone";

    /** Of a run: a digest of the keys of its planned points, equal for equal sets of points. */
    public static final String PLANNED_DIGEST = "planned_digest";

    /** Of a run: those invocations of which all planned points are among its own. */
    public static final String PLANNED_AGAIN = "planned_again";

    /** Of a compaction: the invocations whose models it merged. */
    public static final String MERGED_MODELS = "merged";

    /** The same of planned points. */
    public static final String MERGED_PLANNED = "merged_planned";

    private static final int SHOWN = 5;

    private final ResultsDirectory directory;
    private final Map<String, JsonNode> records = new LinkedHashMap<>();
    /** The compactions that meant to merge the models of an invocation; one may have been killed before it did. */
    private final Map<String, List<JsonNode>> modelsMergedInto = new HashMap<>();

    private final Map<String, List<JsonNode>> plansMergedInto = new HashMap<>();
    private final List<String> unreadable = new ArrayList<>();

    private Holdings(ResultsDirectory directory) {
        this.directory = directory;
    }

    /** Reads the records of a directory. */
    public static Holdings of(ResultsDirectory directory) {
        Holdings holdings = new Holdings(directory);
        for (JsonNode record : Invocations.all(directory, holdings.unreadable::add)) {
            String id = record.path("id").asText();
            holdings.records.put(id, record);
            boolean told = record.has(MERGED_PLANNED) || record.has(MODELS_FILES);
            record.path(MERGED_MODELS).forEach(merged -> put(holdings.modelsMergedInto, merged, record));
            record.path(told ? MERGED_PLANNED : MERGED_MODELS)
                    .forEach(merged -> put(holdings.plansMergedInto, merged, record));
        }
        return holdings;
    }

    private static void put(Map<String, List<JsonNode>> merged, JsonNode id, JsonNode record) {
        merged.computeIfAbsent(id.asText(), key -> new ArrayList<>()).add(record);
    }

    /** The greatest number given to a run of the directory; 0 where there is none. */
    public long lastRun() {
        return records.values().stream()
                .mapToLong(record -> record.path(Invocations.RUN_NUMBER).asLong(0))
                .max()
                .orElse(0);
    }

    /** Records the files of runs whose driver was killed before it could: for the holder of the lock. */
    public void recordFiles() throws IOException {
        for (JsonNode record : records.values()) {
            UUID id = id(record);
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

    /**
     * A sentence for each run whose planned points are gone, or whose record may not be read, so that it is not known which points are missing; it ends with
     * what mends that.
     */
    public List<String> gonePlans() {
        List<String> sentences = new ArrayList<>();
        for (JsonNode record : records.values()) {
            if (planned(record) && !holdsPlan(record) && !plannedAgain(record)) {
                sentences.add(Printable.line("the planned points of "
                        + record.path("name").asText() + ", "
                        + record.path("planned").asLong()
                        + " of them, are gone from " + ResultsDirectory.shown(directory.path(Tables.PLANNED))
                        + ", so it is not known what is missing; this writes them again: "
                        + ShownCommand.of(record.path("command").asText()) + "; if they are wanted no more, delete "
                        + ResultsDirectory.shown(directory.provenance(id(record)))));
            }
        }
        unreadable.forEach(record -> sentences.add(
                Printable.line(record + ", so it is not known whether what it tells of is there; make it readable")));
        return sentences;
    }

    private static UUID id(JsonNode record) {
        return UUID.fromString(record.path("id").asText());
    }

    /** Whether an earlier run planned other points than those of this digest, so that a run of these may or may not cover it. */
    public boolean otherPlans(String digest) {
        return records.values().stream()
                .filter(Holdings::planned)
                .anyMatch(record -> !record.path(PLANNED_DIGEST).asText("").equals(digest));
    }

    /** A digest of a set of keys, in hexadecimal: SHA-256 of the distinct keys in their order, a line feed after each. */
    public static String digest(Collection<String> keys) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        new TreeSet<>(keys).forEach(key -> digest.update((key + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
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
        return plansMergedInto.getOrDefault(id, List.of()).stream().anyMatch(this::holdsPlan);
    }

    /** Whether another run holds the same points, or these and more. Runs of older versions do if they have the name of this one and as many points. */
    private boolean plannedAgain(JsonNode record) {
        String digest = record.path(PLANNED_DIGEST).asText("");
        return records.values().stream()
                .filter(other -> other != record && planned(other))
                .filter(other -> coversPlan(other, record)
                        || (digest.isEmpty()
                                ? other.path("name").equals(record.path("name"))
                                        && other.path("planned").asLong()
                                                >= record.path("planned").asLong()
                                : digest.equals(other.path(PLANNED_DIGEST).asText(""))))
                .anyMatch(this::holdsPlan);
    }

    /** Whether a run found that it plans what another invocation did, or what its points were merged into. */
    private boolean coversPlan(JsonNode run, JsonNode other) {
        String id = other.path("id").asText();
        for (JsonNode covered : run.path(PLANNED_AGAIN)) {
            if (covered.asText().equals(id)) {
                return true;
            }
        }
        return plansMergedInto.getOrDefault(id, List.of()).stream().anyMatch(compaction -> coversPlan(run, compaction));
    }

    /** Whether the models of an invocation are in a later file: of a compaction that came to its end, or of one that merged that. */
    private boolean modelsMerged(JsonNode record) {
        return modelsMergedInto.getOrDefault(record.path("id").asText(), List.of()).stream()
                .anyMatch(compaction ->
                        holds(Tables.MODELS, compaction.path("id").asText(), compaction.path(MODELS_FILES))
                                || modelsMerged(compaction));
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
            gone(record).forEach(name -> sentences.add(goneFile(record, name)));
        }
        return shortened(sentences);
    }

    /** The same of those that no run has told of yet, which this records: for the holder of the lock. */
    public List<String> newlyGoneFiles() throws IOException {
        List<String> sentences = new ArrayList<>();
        for (JsonNode record : records.values()) {
            Set<String> told = new LinkedHashSet<>();
            record.path(MODELS_GONE).forEach(name -> told.add(name.asText()));
            Set<String> gone = new LinkedHashSet<>(gone(record));
            gone.removeAll(told);
            if (!gone.isEmpty()) {
                gone.forEach(name -> sentences.add(goneFile(record, name)));
                told.addAll(gone);
                new Invocation(directory, id(record), record)
                        .put(MODELS_GONE, told)
                        .write();
            }
        }
        return shortened(sentences);
    }

    private List<String> gone(JsonNode record) {
        if (record.path(MODELS_FILES).isEmpty() || modelsMerged(record)) {
            return List.of();
        }
        String folder = Tables.INVOCATION + "=" + record.path("id").asText();
        Set<String> present = new HashSet<>(names(new Path(directory.path(Tables.MODELS), folder)));
        present.addAll(names(new Path(directory.path(SetAside.FOLDER + "/" + Tables.MODELS), folder)));
        List<String> gone = new ArrayList<>();
        record.path(MODELS_FILES).fieldNames().forEachRemaining(name -> {
            if (!present.contains(name)) {
                gone.add(name);
            }
        });
        return gone;
    }

    private String goneFile(JsonNode record, String name) {
        return Printable.line("the file " + directory + "/" + Tables.MODELS + "/" + Tables.INVOCATION + "="
                + record.path("id").asText() + "/" + name
                + " is gone; points that no other file holds are trained again by run"
                + (record.has("name") ? " of " + record.path("name").asText() : ""));
    }

    private static List<String> shortened(List<String> sentences) {
        if (sentences.size() <= SHOWN) {
            return sentences;
        }
        List<String> shortened = new ArrayList<>(sentences.subList(0, SHOWN));
        shortened.add("… and " + (sentences.size() - SHOWN) + " more files are gone");
        return shortened;
    }
}
