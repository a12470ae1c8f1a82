import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * The API server of Kubernetes as fabric8 imitates it, which keeps what it is given and checks no rights. KubernetesIT starts it with Java's launcher for source
 * files, so that nothing else is compiled against it. It prints {@code ready PORT}, appends a line {@code TOKEN METHOD PATH} to the file of its argument for each
 * request, and ends when standard input does.
 */
public final class MockKubernetes {
    private MockKubernetes() {}

    public static void main(String[] arguments) throws Exception {
        try (PrintStream requests = new PrintStream(arguments[0], StandardCharsets.UTF_8)) {
            Map<ServerRequest, Queue<ServerResponse>> none = new HashMap<>();
            Dispatcher dispatcher = new Recorder(new KubernetesMixedDispatcher(none), requests);
            KubernetesMockServer server = new KubernetesMockServer(
                    new Context(Serialization.jsonMapper()), new MockWebServer(), none, dispatcher, false);
            server.init(InetAddress.getLoopbackAddress(), 0);
            System.out.println("ready " + server.getPort());
            while (System.in.read() >= 0) {}
        }
        System.exit(0);
    }

    /** Writes down each request and has it answered; server-side apply, which fabric8 does not imitate, as the creation or the merge that it amounts to. */
    private static final class Recorder extends Dispatcher {
        private final Dispatcher kept;
        private final PrintStream requests;

        Recorder(Dispatcher kept, PrintStream requests) {
            this.kept = kept;
            this.requests = requests;
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            String authorization = request.getHeader("Authorization");
            String token = authorization == null ? "nobody" : authorization.replaceFirst("Bearer ", "");
            requests.println(token + " " + request.getMethod() + " " + request.getPath());
            String type = String.valueOf(request.getHeader("Content-Type"));
            if (type.startsWith("application/apply-patch")) {
                return kept.dispatch(unapplied(request));
            }
            boolean pod = request.method() == HttpMethod.POST && request.getPath().endsWith("/pods");
            return kept.dispatch(pod ? pending(request) : request);
        }

        /** A new pod has a status before any node has seen it. */
        private static RecordedRequest pending(RecordedRequest request) {
            Pod pod = Serialization.unmarshal(request.getUtf8Body(), Pod.class);
            String body = Serialization.asJson(new PodBuilder(pod)
                    .withNewStatus()
                    .withPhase("Pending")
                    .endStatus()
                    .build());
            Buffer buffer = new Buffer(body.getBytes(StandardCharsets.UTF_8));
            return new RecordedRequest(
                    request.getHttpVersion(), request.method(), request.getPath(), request.getHeaders(), buffer);
        }

        private RecordedRequest unapplied(RecordedRequest request) {
            String path = request.getPath().replaceFirst("\\?.*", "");
            MockResponse there = kept.dispatch(like(request, HttpMethod.GET, path));
            return there.code() == 404
                    ? like(request, HttpMethod.POST, path.replaceFirst("/[^/]*$", ""))
                    : like(request, HttpMethod.PATCH, path);
        }

        private static RecordedRequest like(RecordedRequest request, HttpMethod method, String path) {
            Headers headers = request.getHeaders()
                    .newBuilder()
                    .set("Content-Type", "application/merge-patch+json")
                    .build();
            return new RecordedRequest(request.getHttpVersion(), method, path, headers, request.getBody());
        }
    }
}
