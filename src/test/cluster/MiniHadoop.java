import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * HDFS and YARN in one process, which YarnIT starts with Java's launcher for source files, so that nothing else is compiled against them. Its argument is a
 * directory, where it leaves the site's configuration in {@code conf}. It answers each line on standard input with one line: {@code applications} with id,
 * state, final state and attempts of each, {@code nodes} with their number, {@code kill ID} with {@code killed}; it ends when standard input does.
 */
public final class MiniHadoop {
    private MiniHadoop() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        System.setProperty("test.build.data", directory.toString());
        Configuration settings = settings();
        MiniDFSCluster files = new MiniDFSCluster.Builder(settings, new File(directory.toFile(), "dfs"))
                .numDataNodes(1)
                .build();
        files.waitActive();
        settings.set("fs.defaultFS", files.getFileSystem().getUri().toString());
        try (MiniYARNCluster nodes = new MiniYARNCluster("superpose", 1, 1, 1)) {
            nodes.init(settings);
            nodes.start();
            Configuration site = new Configuration(nodes.getConfig());
            site.set("fs.defaultFS", settings.get("fs.defaultFS"));
            // A class of the tests of Hadoop, which no site has.
            site.unset("net.topology.node.switch.mapping.impl");
            Path conf = Files.createDirectories(directory.resolve("conf"));
            try (OutputStream out = Files.newOutputStream(conf.resolve("yarn-site.xml"))) {
                site.writeXml(out);
            }
            Files.writeString(
                    conf.resolve("core-site.xml"),
                    "<configuration><property><name>fs.defaultFS</name><value>" + settings.get("fs.defaultFS")
                            + "</value></property></configuration>\n");
            System.out.println("ready " + settings.get("fs.defaultFS"));
            answer(site);
        } finally {
            files.shutdown();
        }
        System.exit(0);
    }

    private static Configuration settings() {
        Configuration settings = new YarnConfiguration();
        settings.setInt("yarn.scheduler.minimum-allocation-mb", 128);
        settings.setInt("yarn.scheduler.maximum-allocation-mb", 4096);
        settings.setInt("yarn.nodemanager.resource.memory-mb", 4096);
        settings.setInt("yarn.nodemanager.resource.cpu-vcores", 8);
        settings.setLong("yarn.nm.liveness-monitor.expiry-interval-ms", 10_000);
        settings.setBoolean("yarn.nodemanager.pmem-check-enabled", false);
        settings.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
        settings.set("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9");
        settings.set("yarn.scheduler.capacity.maximum-am-resource-percent", "0.9");
        settings.set("yarn.scheduler.capacity.root.queues", "default");
        settings.set("yarn.scheduler.capacity.root.default.capacity", "100");
        settings.set("dfs.replication", "1");
        return settings;
    }

    private static void answer(Configuration site) throws Exception {
        try (YarnClient client = YarnClient.createYarnClient();
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            client.init(site);
            client.start();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println("answer " + answer(client, line));
            }
        }
    }

    private static String answer(YarnClient client, String line) throws Exception {
        if (line.equals("nodes")) {
            return String.valueOf(client.getNodeReports(NodeState.RUNNING).size());
        }
        StringBuilder answer = new StringBuilder();
        for (ApplicationReport application : client.getApplications()) {
            if (line.equals("applications")) {
                answer.append(String.format(
                        Locale.ROOT,
                        "%s %s %s %d; ",
                        application.getApplicationId(),
                        application.getYarnApplicationState(),
                        application.getFinalApplicationStatus(),
                        client.getApplicationAttempts(application.getApplicationId()).size()));
            } else if (line.equals("kill " + application.getApplicationId())) {
                client.killApplication(application.getApplicationId());
                answer.append("killed");
            }
        }
        return answer.toString();
    }
}
