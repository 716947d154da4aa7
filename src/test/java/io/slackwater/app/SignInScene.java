package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;

/** An application with users, asked over HTTP as a browser or a program would. */
abstract class SignInScene {

    static final String[] JSON = {"Content-Type", "application/json"};
    static final String[] OWN = {"Sec-Fetch-Site", "same-origin"};

    @TestHTTPResource("/")
    URI root = URI.create("http://localhost");

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void dockerWasLookedAt() {
        Awaitility.await("ready")
                .atMost(Duration.ofSeconds(30))
                .until(() -> get("q/health/ready").statusCode() == 200);
    }

    HttpResponse<String> send(String verb, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path))
                .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> form(String path, Map<String, String> fields, String... headers) throws Exception {
        String body = String.join(
                "&",
                fields.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .toList());
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/x-www-form-urlencoded";
        return send("POST", path, body, all);
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** The cookie of a fresh session, as a browser sends it back. */
    String signIn(String name) throws Exception {
        HttpResponse<String> answer = form("login", Map.of("name", name, "password", SignInResource.PASSWORD));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return header(answer, "Set-Cookie").split(";", 2)[0];
    }
}
