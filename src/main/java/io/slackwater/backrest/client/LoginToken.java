package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slackwater.backrest.client.BackrestException.Reason;
import java.io.IOException;
import java.util.Optional;

/**
 * The bearer token of Backrest's {@code Login}. Basic authentication would cost bcrypt's 60 ms in every call. The password is sent only
 * after Backrest has refused a call.
 */
final class LoginToken {

    private final BackrestAccess access;
    private final Wire wire;
    private Optional<String> token = Optional.empty();

    LoginToken(BackrestAccess access, Wire wire) {
        this.access = access;
        this.wire = wire;
    }

    /** Empty until a token was needed once. */
    synchronized Optional<String> token() {
        return token;
    }

    /** Returns a new token, unless another thread has just replaced the refused one. */
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
                .orElseThrow(() -> Refusals.notBackrest("Login", answer.status()));
    }

    private String password() throws BackrestException {
        try {
            return access.password().read();
        } catch (IOException e) {
            throw new BackrestException(
                    Reason.SIGN_IN,
                    "the password for Backrest's user %s cannot be read; see that its file is there and readable: %s"
                            .formatted(access.user(), e.getMessage()),
                    e);
        }
    }
}
