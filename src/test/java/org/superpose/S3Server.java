package org.superpose;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A real S3 server, s3proxy, in a process of its own, that keeps each object as a file {@code BUCKET/KEY} of a folder. It does not heed conditions of a put; a
 * second address, in this JVM, heeds them and passes all else on.
 */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "bucket";

    /** The keys for it, as the environment has them. */
    public static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "local-secret");

    private static final Set<String> OWN_HEADERS =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding", "http2-settings");

    private final Process process;
    private final Path folder;
    private final URI plain;
    private final HttpServer heeding;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private S3Server(Process process, Path folder, URI plain, HttpServer heeding) {
        this.process = process;
        this.folder = folder;
        this.plain = plain;
        this.heeding = heeding;
        heeding.createContext("/", this::answer);
        heeding.setExecutor(threads);
        heeding.start();
    }

    /** Whether the server is on the class path, as the profile {@code s3} has it. */
    public static boolean available() {
        return S3Server.class.getResource("/org/gaul/s3proxy/Main.class") != null;
    }

    /** Starts it over {@code folder}. */
    public static S3Server start(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("objects").resolve(BUCKET));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        URI plain = URI.create("http://127.0.0.1:" + port);
        // The provider filesystem-nio2 answers to the name of a folder, without its slash, as if it were an object.
        Path properties = folder.resolve("s3proxy.properties");
        Files.writeString(
                properties,
                "s3proxy.endpoint=" + plain + "\ns3proxy.authorization=none\njclouds.provider=filesystem\n"
                        + "jclouds.identity=local\njclouds.credential=local\njclouds.filesystem.basedir="
                        + folder.resolve("objects") + "\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start();
        S3Server server = new S3Server(
                process,
                folder.resolve("objects").resolve(BUCKET),
                plain,
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        server.await(folder.resolve("s3proxy.log"));
        return server;
    }

    private void await(Path log) throws IOException, InterruptedException {
        for (int k = 0; k < 600 && process.isAlive(); k++) {
            try {
                client.send(HttpRequest.newBuilder(plain).build(), HttpResponse.BodyHandlers.discarding());
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new AssertionError("s3proxy did not start: " + Files.readString(log));
    }

    /** The objects of the bucket as files. */
    public Path objects() {
        return folder;
    }

    /** An object or folder of the bucket as {@code --out} has it. */
    public String uri(String key) {
        return "s3a://" + BUCKET + "/" + key;
    }

    /** Hadoop's settings for it. */
    public Map<String, String> settings(boolean heedsConditions) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                "fs.s3a.endpoint",
                heedsConditions ? "http://127.0.0.1:" + heeding.getAddress().getPort() : plain.toString());
        settings.put("fs.s3a.endpoint.region", "us-east-1");
        settings.put("fs.s3a.path.style.access", "true");
        return settings;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String absent = exchange.getRequestHeaders().getFirst("If-None-Match");
            String version = exchange.getRequestHeaders().getFirst("If-Match");
            if (exchange.getRequestMethod().equals("PUT") && (absent != null || version != null)) {
                putIf(exchange, version);
            } else {
                pass(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param version of the object that may be replaced; null where there must be none */
    private synchronized void putIf(HttpExchange exchange, String version) throws IOException, InterruptedException {
        HttpResponse<Void> there = client.send(
                HttpRequest.newBuilder(plain.resolve(exchange.getRequestURI()))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        String found = there.statusCode() == 200
                ? there.headers().firstValue("ETag").orElseThrow().replace("\"", "")
                : null;
        if (version == null ? found != null : !version.replace("\"", "").equals(found)) {
            exchange.getRequestBody().readAllBytes();
            byte[] error = "<?xml version=\"1.0\"?><Error><Code>PreconditionFailed</Code><Message>no</Message></Error>"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(412, error.length);
            exchange.getResponseBody().write(error);
        } else {
            pass(exchange);
        }
    }

    private void pass(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(plain.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        boolean head = exchange.getRequestMethod().equals("HEAD");
        response.headers().map().forEach((name, values) -> {
            if (head || !OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        byte[] content = response.body();
        exchange.sendResponseHeaders(response.statusCode(), content.length == 0 ? -1 : content.length);
        if (content.length > 0) {
            exchange.getResponseBody().write(content);
        }
    }

    /** Ends both. */
    @Override
    public void close() throws InterruptedException {
        heeding.stop(0);
        threads.shutdownNow();
        process.destroyForcibly();
        assertThat(process.waitFor()).isNotZero();
    }
}
