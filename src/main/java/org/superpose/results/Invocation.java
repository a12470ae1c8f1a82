package org.superpose.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;

/** The provenance of one invocation, {@code invocations/<uuid>.json}: written when it starts, replaced when it ends. */
public final class Invocation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SECRET =
            Pattern.compile("(?i)secret|password|passwd|token|access[._-]?key|credential|private[._-]?key");
    private static final Pattern SECRET_VALUE = Pattern.compile("(\\S*(?:" + SECRET.pattern() + ")[^\\s=]*)=\\S+");

    private final FileSystem files;
    private final Path file;
    private final Map<String, Object> facts = new LinkedHashMap<>();

    public Invocation(ResultsDirectory directory, UUID id) {
        this.files = directory.files();
        this.file = directory.provenance(id);
        put("id", id.toString());
        put("started_at", Instant.now().toString());
    }

    public Invocation put(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    /** Records where and on what this runs. */
    public Invocation environment(SparkConf conf, String commandLine) {
        Map<String, String> settings = new TreeMap<>();
        Arrays.stream(conf.getAll()).forEach(setting -> settings.put(setting._1(), shown(setting._1(), setting._2())));
        return put("command", redacted(commandLine))
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
        Path draft = new Path(file.getParent(), "." + file.getName() + ".draft");
        try (OutputStream out = files.create(draft, true)) {
            out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(facts));
        } catch (IOException | FSError e) {
            files.delete(draft, false);
            throw e;
        }
        FileContext.getFileContext(file.toUri(), files.getConf()).rename(draft, file, Options.Rename.OVERWRITE);
    }

    /** A command line without the values of settings that look secret. */
    public static String redacted(String commandLine) {
        return SECRET_VALUE.matcher(commandLine).replaceAll("$1=(redacted)");
    }

    private static String shown(String key, String value) {
        return SECRET.matcher(key).find() || SECRET.matcher(value).find() ? "(redacted)" : value;
    }
}
