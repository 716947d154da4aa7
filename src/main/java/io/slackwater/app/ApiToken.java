package io.slackwater.app;

import io.slackwater.signin.TokenFile;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;

/** The token of the API, in {@code <secrets>/api.token}; made on first start. */
@Singleton
public class ApiToken {

    private final byte[] token;

    ApiToken(SlackwaterConfig config) {
        this.token = TokenFile.readOrMake(Path.of(config.secrets()).resolve("api.token"))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "****";
    }

    boolean matches(String offered) {
        return MessageDigest.isEqual(offered.getBytes(StandardCharsets.UTF_8), token);
    }
}
