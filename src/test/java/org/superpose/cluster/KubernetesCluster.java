package org.superpose.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An imitated API server, {@code src/test/cluster/MockKubernetes.java} in a process of its own, with {@code superpose.yaml} applied and one node. */
final class KubernetesCluster implements AutoCloseable {
    static final String NAMESPACE = "superpose";

    private static final Path PROJECT = Path.of(System.getProperty("superpose.basedir"));
    private static final Path FOLDER = PROJECT.resolve("conf/kubernetes");
    private static final Path MANIFEST = FOLDER.resolve("superpose.yaml");
    private static final Pattern REQUEST =
            Pattern.compile("(\\S+) ([A-Z]+) /apis?/(?:[^/]+/)?v1/namespaces/[^/]+/([a-z]+)(/[^?]+)?(\\?.*)?");

    private final Path requests;
    private final Process process;
    private final String url;
    private final KubernetesClient client;
    private final Kubelet kubelet;

    KubernetesCluster(Path directory) throws IOException {
        Files.createDirectories(directory);
        requests = directory.resolve("requests");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-cp"));
        command.add(
                System.getProperty("superpose.mockserver") + "/*:" + System.getProperty("superpose.spark") + "/jars/*");
        command.add(PROJECT.resolve("src/test/cluster/MockKubernetes.java").toString());
        command.add(requests.toString());
        process = new ProcessBuilder(command)
                .redirectError(directory.resolve("server.log").toFile())
                .start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String ready = lines.readLine();
        if (ready == null) {
            throw new IOException(Files.readString(directory.resolve("server.log")));
        }
        url = "http://127.0.0.1:" + ready.replace("ready ", "");
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(url)
                        .withOauthToken("kubelet")
                        .build())
                .build();
        try (InputStream manifest = Files.newInputStream(MANIFEST)) {
            client.load(manifest).create();
        }
        kubelet = new Kubelet(client, ImageRecipe.read(PROJECT), PROJECT, directory);
    }

    /** What a user names as the master. */
    String url() {
        return url;
    }

    Kubelet node() {
        return kubelet;
    }

    /** The pods of a role, {@code driver} or {@code executor}, that are there now. */
    List<Pod> pods(String role) {
        return client.pods()
                .inNamespace(NAMESPACE)
                .withLabel("spark-role", role)
                .list()
                .getItems();
    }

    /** Makes the pod of a file, as {@code kubectl apply} does. */
    Pod apply(String file) throws IOException {
        try (InputStream manifest = Files.newInputStream(FOLDER.resolve(file))) {
            return client.pods().load(manifest).create();
        }
    }

    /** Deletes a pod as {@code kubectl delete pod} does. */
    void delete(Pod pod) {
        client.resource(pod).delete();
    }

    /** How often an account has made a request of a method and an end of its path. */
    long requests(String account, String method, String end) throws IOException {
        return Files.readAllLines(requests).stream()
                .filter(line -> line.startsWith(account + " " + method) && line.endsWith(end))
                .count();
    }

    /** What an account has asked of the server, such as {@code create pods}. */
    Set<String> asked(String account) throws IOException {
        Set<String> asked = new TreeSet<>();
        for (String line : Files.readAllLines(requests)) {
            Matcher request = REQUEST.matcher(line);
            if (!line.startsWith(account + " ")) {
                continue;
            }
            if (!request.matches()) {
                throw new IOException("a request of another kind: " + line);
            }
            for (String verb : verbs(request.group(2), request.group(4) != null, String.valueOf(request.group(5)))) {
                asked.add(verb + " " + request.group(3));
            }
        }
        return asked;
    }

    private static List<String> verbs(String method, boolean one, String query) {
        return switch (method) {
            case "GET" -> List.of(query.contains("watch=true") ? "watch" : one ? "get" : "list");
            case "POST" -> List.of("create");
            case "PUT" -> List.of("update");
            // Server-side apply makes what is not there, for which the right to create is needed too.
            case "PATCH" ->
                query.contains("fieldManager") && query.contains("force")
                        ? List.of("create", "patch")
                        : List.of("patch");
            case "DELETE" -> List.of(one ? "delete" : "deletecollection");
            default -> throw new IllegalArgumentException(method);
        };
    }

    /** What a Role of the manifest allows. */
    static Set<String> allowed(String role) throws IOException {
        Set<String> allowed = new TreeSet<>();
        try (KubernetesClient none =
                        new KubernetesClientBuilder().withConfig(Config.empty()).build();
                InputStream manifest = Files.newInputStream(MANIFEST)) {
            none.load(manifest).items().stream()
                    .filter(item ->
                            item instanceof Role && item.getMetadata().getName().equals(role))
                    .flatMap(item -> ((Role) item).getRules().stream())
                    .forEach(rule -> allowed.addAll(pairs(rule)));
        }
        return allowed;
    }

    private static List<String> pairs(PolicyRule rule) {
        return rule.getResources().stream()
                .flatMap(resource -> rule.getVerbs().stream().map(verb -> verb + " " + resource))
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        kubelet.close();
        client.close();
        process.destroyForcibly().waitFor();
    }
}
