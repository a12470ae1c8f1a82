package org.superpose.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;

/** What a directory says of its invocations: the provenance of each, {@code invocations/<uuid>.json}. */
public final class Invocations {
    /** The number that the directory gave a run; the next one is greater, whatever the clocks say. */
    public static final String RUN_NUMBER = "run_number";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Invocations() {}

    /**
     * The provenance of every invocation that can be read.
     *
     * @param unreadable is told of each record that is there and may not be read, in a clause as {@code the record x.json cannot be read (…)}
     */
    static List<JsonNode> all(ResultsDirectory directory, Consumer<String> unreadable) {
        return TableFiles.list(directory.files(), directory.path(Tables.INVOCATIONS)).stream()
                .filter(file -> file.getPath().getName().matches("[^._].*\\.json"))
                .map(file -> read(directory, file, unreadable))
                .filter(Objects::nonNull)
                .toList();
    }

    private static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A record that makes no sense, or went meanwhile, is none. */
    private static JsonNode read(ResultsDirectory directory, FileStatus file, Consumer<String> unreadable) {
        try (InputStream in = directory.files().open(file.getPath())) {
            JsonNode record = JSON.readTree(in.readAllBytes());
            return record.isObject() && isId(record.path("id").asText()) ? record : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            if (!Reads.isGone(e)) {
                unreadable.accept("the record " + ResultsDirectory.shown(file.getPath()) + " cannot be read ("
                        + Reads.firstLine(e) + ")");
            }
            return null;
        }
    }
}
