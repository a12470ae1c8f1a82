package org.superpose.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;

/** The provenance of one invocation, {@code invocations/<uuid>.json}: written when it starts, replaced when it ends. On a file
 * system of this machine only its owner may read it. */
public final class Invocation {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResultsDirectory directory;
    private final Path file;
    private final Map<String, Object> facts = new LinkedHashMap<>();

    public Invocation(ResultsDirectory directory, UUID id) {
        this.directory = directory;
        this.file = directory.provenance(id);
        put("id", id.toString());
        put("started_at", WallClock.now().toString());
    }

    /** The provenance of an earlier invocation, to add to it. */
    Invocation(ResultsDirectory directory, UUID id, JsonNode facts) {
        this.directory = directory;
        this.file = directory.provenance(id);
        facts.properties().forEach(fact -> put(fact.getKey(), fact.getValue()));
    }

    public Invocation put(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    /**
     * Records where and on what this runs.
     *
     * @param commandLine without secrets, as {@link ShownCommand} has it
     */
    public Invocation environment(SparkConf conf, String commandLine) {
        Map<String, String> settings = new TreeMap<>();
        Arrays.stream(conf.getAll())
                .forEach(setting -> settings.put(setting._1(), Secrets.setting(setting._1(), setting._2())));
        return put("command", commandLine)
                .put("version", Build.current().version())
                .put("commit", Build.current().commit())
                .put("dirty", Build.current().dirty())
                .put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION())
                .put("java", System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name"))
                .put("nd4j", Build.current().nd4j())
                .put("os", System.getProperty("os.name") + ' ' + System.getProperty("os.arch"))
                .put("user", System.getProperty("user.name"))
                .put("spark_conf", settings);
    }

    /** Writes the file whole or not at all. */
    public void write() throws IOException {
        Replacement.writePrivate(
                directory, file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(facts));
    }
}
