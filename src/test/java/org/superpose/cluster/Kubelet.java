package org.superpose.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A node that starts the container of each pod as a process of this machine, without isolation. It gives it the environment, the arguments and the volumes that
 * the pod asks for, with paths as {@link ContainerPaths} has them; a token whose text is the name of the pod's account; and the names of services, which are all
 * 127.0.0.1. It tells the API server when the process runs and how it has ended, and ends it when the pod is deleted.
 */
final class Kubelet implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.1";
    private static final long GRACE_SECONDS = 30;

    private final KubernetesClient client;
    private final ImageRecipe image;
    private final Path directory;
    private final Path root;
    private final Path hosts;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /**
     * Starts what is there and what comes.
     *
     * @param directory for logs, claims and the files of containers
     */
    Kubelet(KubernetesClient client, ImageRecipe image, Path project, Path directory) throws IOException {
        this.client = client;
        this.image = image;
        this.directory = Files.createDirectories(directory);
        this.root = directory.resolve("image");
        image.assemble(project, root);
        this.hosts = Files.writeString(
                directory.resolve("hosts"),
                ADDRESS + " localhost " + InetAddress.getLocalHost().getHostName() + "\n");
        client.services().inAnyNamespace().watch(watcher(this::name, service -> {}));
        client.pods().inAnyNamespace().watch(watcher(pod -> threads.execute(() -> run(pod)), this::end));
    }

    /** The folder of a claim. */
    Path claim(String name) {
        try {
            return Files.createDirectories(directory.resolve("claims").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the container of a pod has written. */
    String log(Pod pod) throws IOException {
        return Files.readString(directory.resolve(pod.getMetadata().getName()).resolve("log"));
    }

    boolean runs(Pod pod) {
        return processes.containsKey(pod.getMetadata().getName());
    }

    /** The exit code of a container that is about to end. */
    int endOf(Pod pod) throws InterruptedException {
        return processes.get(pod.getMetadata().getName()).waitFor();
    }

    /** Ends the process of a pod with SIGKILL, as the system does where memory is short. */
    void kill(Pod pod) {
        processes.get(pod.getMetadata().getName()).destroyForcibly();
    }

    private static <T> Watcher<T> watcher(Consumer<T> added, Consumer<T> removed) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, T resource) {
                if (action == Action.ADDED) {
                    added.accept(resource);
                } else if (action == Action.DELETED) {
                    removed.accept(resource);
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                throw new IllegalStateException(cause);
            }
        };
    }

    private void name(Service service) {
        String name =
                service.getMetadata().getName() + "." + service.getMetadata().getNamespace() + ".svc";
        try {
            Files.writeString(hosts, ADDRESS + " " + name + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(Pod pod) {
        String name = pod.getMetadata().getName();
        try {
            Process process = start(pod, Files.createDirectories(directory.resolve(name)));
            processes.put(name, process);
            if (deleted.contains(name)) {
                process.destroyForcibly();
            }
            report(
                    pod,
                    status(
                            pod,
                            "Running",
                            new ContainerStateBuilder()
                                    .withNewRunning()
                                    .endRunning()
                                    .build()));
            int code = process.waitFor();
            ContainerState ended = new ContainerStateBuilder()
                    .withNewTerminated()
                    .withExitCode(code)
                    .withReason(code == 0 ? "Completed" : "Error")
                    .endTerminated()
                    .build();
            report(pod, status(pod, code == 0 ? "Succeeded" : "Failed", ended));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(Pod pod, PodStatus status) {
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .editStatus(now -> new PodBuilder(now).withStatus(status).build());
        } catch (KubernetesClientException | NullPointerException e) {
            if (!deleted.contains(pod.getMetadata().getName())) {
                throw e;
            }
        }
    }

    private static PodStatus status(Pod pod, String phase, ContainerState state) {
        return new PodStatusBuilder()
                .withPhase(phase)
                .withPodIP(ADDRESS)
                .addNewCondition()
                .withType("Ready")
                .withStatus(phase.equals("Running") ? "True" : "False")
                .endCondition()
                .addNewContainerStatus()
                .withName(container(pod).getName())
                .withState(state)
                .endContainerStatus()
                .build();
    }

    private void end(Pod pod) {
        String name = pod.getMetadata().getName();
        deleted.add(name);
        Process process = processes.get(name);
        if (process != null) {
            process.destroy();
            threads.execute(() -> {
                try {
                    if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                        process.destroyForcibly();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private static Container container(Pod pod) {
        return pod.getSpec().getContainers().get(0);
    }

    private Process start(Pod pod, Path home) throws IOException, InterruptedException {
        ContainerPaths paths = new ContainerPaths(image.folders(root));
        for (VolumeMount mount : container(pod).getVolumeMounts()) {
            Volume volume = pod.getSpec().getVolumes().stream()
                    .filter(candidate -> candidate.getName().equals(mount.getName()))
                    .findFirst()
                    .orElseThrow();
            paths.mount(mount.getMountPath(), folder(pod, volume, home));
        }
        fillConfigMaps(pod, home, paths);
        List<String> command = new ArrayList<>(image.entryPoint());
        command.addAll(container(pod).getArgs());
        command.replaceAll(paths::here);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of(paths.here(image.workingDirectory())).toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment(pod, home, paths));
        return builder.start();
    }

    private Map<String, String> environment(Pod pod, Path home, ContainerPaths paths) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>(image.environment());
        for (EnvVar variable : container(pod).getEnv()) {
            environment.put(
                    variable.getName(),
                    variable.getValueFrom() == null
                            ? String.valueOf(variable.getValue())
                            : field(pod, variable.getValueFrom().getFieldRef().getFieldPath()));
        }
        environment.replaceAll((name, value) -> paths.here(value));
        environment.put("PATH", System.getenv("PATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hosts);
        if (pod.getSpec().getServiceAccountName() != null) {
            Path token = Files.writeString(home.resolve("token"), pod.getSpec().getServiceAccountName());
            environment.put("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString());
        }
        return environment;
    }

    private static String field(Pod pod, String path) {
        return switch (path) {
            case "status.podIP" -> ADDRESS;
            case "metadata.name" -> pod.getMetadata().getName();
            default -> throw new IllegalArgumentException(path);
        };
    }

    /** Where the files of a volume are. */
    private Path folder(Pod pod, Volume volume, Path home) throws IOException {
        if (volume.getPersistentVolumeClaim() != null) {
            String claim = volume.getPersistentVolumeClaim().getClaimName();
            if (client.persistentVolumeClaims()
                            .inNamespace(pod.getMetadata().getNamespace())
                            .withName(claim)
                            .get()
                    == null) {
                throw new IOException("there is no claim " + claim);
            }
            return claim(claim);
        }
        if (volume.getConfigMap() == null && volume.getEmptyDir() == null) {
            throw new IOException("a volume of another kind: " + volume);
        }
        return Files.createDirectories(home.resolve("volumes").resolve(volume.getName()));
    }

    private void fillConfigMaps(Pod pod, Path home, ContainerPaths paths) throws IOException, InterruptedException {
        for (Volume volume : pod.getSpec().getVolumes()) {
            if (volume.getConfigMap() != null) {
                Path folder = folder(pod, volume, home);
                Map<String, String> data =
                        awaited(pod, volume.getConfigMap().getName()).getData();
                for (var item : volume.getConfigMap().getItems()) {
                    Files.writeString(folder.resolve(item.getPath()), paths.inFile(data.get(item.getKey())));
                }
            }
        }
    }

    /** Spark creates a pod before what it mounts; a container starts once that is there. */
    private ConfigMap awaited(Pod pod, String name) throws IOException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            ConfigMap found = client.configMaps()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(name)
                    .get();
            if (found != null) {
                return found;
            }
            Thread.sleep(100);
        }
        throw new IOException("there is no config map " + name);
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        for (Process process : processes.values()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}
