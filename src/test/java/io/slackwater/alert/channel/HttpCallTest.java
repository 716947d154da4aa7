package io.slackwater.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCallTest {

    private Receiver receiver;
    private final HttpCall http = new HttpCall(Duration.ofSeconds(1));

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        http.close();
        receiver.close();
    }

    private String failure(URI uri) throws InterruptedException {
        return http.call(uri, HttpRequest.Builder::GET).orElse("");
    }

    @Test
    void aRefusalNamesTheReceiverWithoutTheSecretPath() throws Exception {
        receiver.then(404);
        assertThat(failure(receiver.uri("/hook/s3cret-token?x=1")))
                .contains("http://localhost:")
                .contains("404")
                .doesNotContain("s3cret");
    }

    @Test
    void aRedirectIsAFailure() throws Exception {
        receiver.then(302);
        assertThat(failure(receiver.uri("/"))).contains("302");
    }

    @Test
    void aRefusedConnectionIsReportedWithoutTheSecretAddress() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(failure(URI.create("http://user:pw@localhost:" + free + "/s3cret")))
                .contains("http://localhost:" + free)
                .contains("could not be reached: the connection was refused")
                .doesNotContain("s3cret")
                .doesNotContain("pw");
    }

    @Test
    void anUnknownHostIsReportedByName() throws Exception {
        assertThat(failure(URI.create("http://nobody.invalid/x")))
                .isEqualTo("http://nobody.invalid could not be reached: its name is unknown");
    }
}
