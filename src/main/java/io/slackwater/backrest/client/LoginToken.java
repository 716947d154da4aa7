package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slackwater.backrest.client.BackrestException.Reason;
import java.io.IOException;
import java.util.Optional;

/**
 * Gets and keeps the bearer token for calls to Backrest. HTTP basic authentication would cost 60 ms of bcrypt in each
 * call. The password is sent only after Backrest has refused a call.
 */
final class LoginToken {

    private final BackrestAccess access;
    private final Wire wire;
    private Optional<String> token = Optional.empty();

    LoginToken(BackrestAccess access, Wire wire) {
        this.access = access;
        this.wire = wire;
    }

    /** Returns the current token; empty before the first sign-in. */
    synchronized Optional<String> token() {
        return token;
    }

    /** Returns a new token. If another thread has replaced the refused token already, returns that one. */
    synchronized Optional<String> tokenInsteadOf(Optional<String> refused)
            throws BackrestException, InterruptedException {
        if (token.equals(refused)) {
            token = Optional.of(login());
        }
        return token;
    }

    private String login() throws BackrestException, InterruptedException {
        Wire.Answer answer = wire.post(
                access.method("Authentication", "Login"),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("username", access.user())
                        .put("password", password()),
                Optional.empty(),
                Optional.of(access.answer()));
        if (answer.status() != 200) {
            throw Refusals.of("Login", answer);
        }
        return Wire.object(answer.body())
                .map(json -> json.path("token").asText())
                .orElseThrow(() -> Refusals.incompatible("Login", answer.status()));
    }

    private String password() throws BackrestException {
        try {
            return access.password().get();
        } catch (IOException e) {
            throw new BackrestException(
                    Reason.SIGN_IN,
                    "the password of Backrest's user %s cannot be read; check that its file exists and is readable: %s"
                            .formatted(access.user(), e.getMessage()),
                    e);
        }
    }
}
