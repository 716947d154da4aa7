package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestException.Reason;
import java.util.Optional;

/** Turns an error answer of Backrest into an exception. */
public final class Refusals {

    private static final int SHOWN = 2000;

    private Refusals() {}

    public static BackrestException of(String method, Wire.Answer answer) {
        Optional<ObjectNode> error = Wire.object(answer.body()).filter(json -> json.has("code"));
        String code = error.map(json -> json.path("code").asText()).orElse("");
        String said = error.map(json -> json.path("message").asText().strip()).orElse("");
        Reason reason = reason(answer.status(), code);
        return switch (reason) {
            case INCOMPATIBLE -> incompatible(method, answer.status());
            case SIGN_IN ->
                new BackrestException(
                        reason,
                        "Backrest refused the sign-in for %s (%d): the user does not exist, or the password is wrong"
                                .formatted(method, answer.status()));
            default ->
                new BackrestException(
                        reason,
                        "Backrest's %s failed (%d %s): %s"
                                .formatted(
                                        method,
                                        answer.status(),
                                        code,
                                        said.length() <= SHOWN ? said : said.substring(0, SHOWN) + " ..."));
        };
    }

    static BackrestException incompatible(String method, int status) {
        return new BackrestException(
                Reason.INCOMPATIBLE,
                "the server that answered %s (status %d) is not Backrest, or is too old: check Backrest's address and version, and that no proxy is in between"
                        .formatted(method, status));
    }

    /**
     * Derives the reason from status and code. Of the calls here, only SetConfig answers {@code failed_precondition}:
     * "config modno mismatch" (internal/api/backresthandler.go of Backrest).
     */
    private static Reason reason(int status, String code) {
        if (code.equals("unimplemented")) {
            return Reason.INCOMPATIBLE;
        }
        if (status == 401 || code.equals("unauthenticated")) {
            return Reason.SIGN_IN;
        }
        if (code.equals("failed_precondition")) {
            return Reason.CONFIG_CHANGED;
        }
        if (code.equals("not_found")) {
            return Reason.NOT_FOUND;
        }
        if (status >= 500 || status == 429 || status == 408) {
            return Reason.FAILED;
        }
        return code.isEmpty() ? Reason.INCOMPATIBLE : Reason.REFUSED;
    }
}
