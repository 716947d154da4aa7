package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestException.Reason;
import java.util.Optional;
import java.util.Set;

/** Translates an answer other than 200 into an exception. */
public final class Refusals {

    private static final int SHOWN = 2000;
    private static final Set<String> EVERY_BACKREST_HAS = Set.of("GetConfig", "Login");

    private Refusals() {}

    public static BackrestException of(String method, Wire.Answer answer) {
        Optional<ObjectNode> error = Wire.object(answer.body()).filter(json -> json.has("code"));
        String code = error.map(json -> json.path("code").asText()).orElse("");
        String said = error.map(json -> json.path("message").asText()).orElse("");
        Reason reason = reason(method, answer.status(), code, said);
        String message = switch (reason) {
            case TOO_OLD ->
                "this Backrest is too old: it does not know %s (%s)".formatted(method, status(answer, code));
            case NOT_BACKREST ->
                "what answers %s is not Backrest's API (%d): check its address, and that no proxy is in between"
                        .formatted(method, answer.status());
            case SIGN_IN ->
                "Backrest refused the sign-in for %s (%d): it has no such user, or the password is another"
                        .formatted(method, answer.status());
            default -> failed(method, status(answer, code), shortened(said));
        };
        return new BackrestException(reason, answer.status(), code, said, message);
    }

    /** The message for any other error code. */
    private static String failed(String method, String status, String said) {
        return "Backrest's %s failed (%s)%s".formatted(method, status, said.isEmpty() ? "" : ": " + said);
    }

    private static String status(Wire.Answer answer, String code) {
        return code.isEmpty() ? String.valueOf(answer.status()) : answer.status() + " " + code;
    }

    private static Reason reason(String method, int status, String code, String said) {
        if (code.equals("unimplemented")) {
            return Reason.TOO_OLD;
        }
        if (code.isEmpty() && (status == 404 || status == 405)) {
            return EVERY_BACKREST_HAS.contains(method) ? Reason.NOT_BACKREST : Reason.TOO_OLD;
        }
        if (status == 401 || code.equals("unauthenticated")) {
            return Reason.SIGN_IN;
        }
        if (code.equals("failed_precondition") && said.contains("modno mismatch")) {
            return Reason.CONFIG_CHANGED;
        }
        if (code.equals("not_found")) {
            return Reason.NOT_FOUND;
        }
        if (said.contains("exit status 12") || said.contains("exit code 12")) {
            return Reason.WRONG_KEY;
        }
        if (status >= 500 || status == 429 || status == 408) {
            return Reason.FAILED;
        }
        return code.isEmpty() ? Reason.NOT_BACKREST : Reason.REFUSED;
    }

    private static String shortened(String text) {
        String line = text.strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + " ...";
    }
}
