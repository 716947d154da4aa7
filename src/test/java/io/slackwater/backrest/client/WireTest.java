package io.slackwater.backrest.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class WireTest {

    @Test
    void onlyHttpsUsesTheCertificatesOfTheSystem() throws Exception {
        assertThat(context("https://backrest.example.org")).isSameAs(SSLContext.getDefault());
        assertThat(context("http://backrest:9898")).isNotSameAs(SSLContext.getDefault());
    }

    private static SSLContext context(String base) {
        try (HttpClient client = Wire.client(URI.create(base), Duration.ofSeconds(1))) {
            return client.sslContext();
        }
    }
}
