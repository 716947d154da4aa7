package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slackwater.backrest.client.BackrestException.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bearer token of Backrest's {@code Login}. Basic authentication would cost bcrypt's 60 ms in every call. The password is sent only
 * after Backrest has refused a call without a token.
 */
final class LoginToken {

    /** Backrest's tokens expire after seven days; an early renewal avoids refused calls. */
    private static final Duration RENEWED_AFTER = Duration.ofDays(6);

    private final BackrestAccess access;
    private final Wire wire;
    private final Clock clock;
    private @Nullable String token;
    private Instant made = Instant.EPOCH;

    LoginToken(BackrestAccess access, Wire wire, Clock clock) {
        this.access = access;
        this.wire = wire;
        this.clock = clock;
    }

    /** Empty until a token was needed once. */
    synchronized Optional<String> token() {
        if (token != null && !clock.instant().isBefore(made.plus(RENEWED_AFTER))) {
            token = null;
        }
        return Optional.ofNullable(token);
    }

    /** Returns a new token, unless another thread has just replaced the refused one. */
    synchronized String tokenInsteadOf(Optional<String> refused) throws BackrestException, InterruptedException {
        if (token != null && !Optional.of(token).equals(refused)) {
            return token;
        }
        token = null;
        Wire.Answer answer = wire.post(
                access.method("Authentication", "Login"),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("username", access.user())
                        .put("password", password()),
                Optional.empty(),
                Optional.of(access.answer()));
        if (answer.status() == 401) {
            throw new BackrestException(
                    Reason.SIGN_IN,
                    401,
                    "unauthenticated",
                    "",
                    "Backrest at %s refused the user %s with the password of the password file"
                            .formatted(access.base(), access.user()));
        }
        if (answer.status() != 200) {
            throw Refusals.of("Login", answer);
        }
        String fresh = Wire.object(answer.body())
                .map(json -> json.path("token").asText())
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new BackrestException(
                        Reason.NOT_BACKREST,
                        200,
                        "",
                        "",
                        "what answers at %s gave no token for the sign-in: is that Backrest?"
                                .formatted(access.base())));
        token = fresh;
        made = clock.instant();
        return fresh;
    }

    private String password() throws BackrestException {
        try {
            return access.password().read();
        } catch (IOException e) {
            throw new BackrestException(
                    Reason.SIGN_IN,
                    0,
                    "",
                    "",
                    "the password for Backrest's user %s cannot be read: %s".formatted(access.user(), e.getMessage()),
                    e);
        }
    }
}
