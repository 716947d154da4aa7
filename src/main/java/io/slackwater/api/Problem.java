package io.slackwater.api;

import jakarta.ws.rs.core.Response;
import java.time.Duration;

/**
 * An error answer of type {@code application/problem+json} (RFC 9457). The caller sees its detail, so it contains no
 * class names and no secrets.
 */
public class Problem extends RuntimeException {

    static final String TYPE = "application/problem+json";

    private static final long serialVersionUID = 1L;
    private static final int RETRY_SECONDS = 5;

    private final int status;
    private final String title;
    /** After how many seconds the client may try again; 0 when this is unknown. */
    private final int retryAfter;

    public Problem(int status, String title, String detail) {
        this(status, title, detail, status == 503 ? RETRY_SECONDS : 0);
    }

    private Problem(int status, String title, String detail, int retryAfter) {
        super(detail);
        this.status = status;
        this.title = title;
        this.retryAfter = retryAfter;
    }

    /** Refuses a request because of a limit on what is open. */
    static Problem full(int status, String detail, Duration retryAfter) {
        return new Problem(status, "Too many", detail, Math.toIntExact(retryAfter.toSeconds()));
    }

    public static Problem notFound(String detail) {
        return new Problem(404, "Not found", detail);
    }

    static Problem invalid(String detail) {
        return new Problem(400, "Invalid request", detail);
    }

    public static Problem unavailable(String detail) {
        return new Problem(503, "Not available now", detail);
    }

    /** Refuses a request until Slackwater knows more. */
    public static Problem notYet(String detail) {
        return new Problem(503, "Not available yet", detail);
    }

    public int status() {
        return status;
    }

    Body body() {
        return new Body("about:blank", title, status, String.valueOf(getMessage()));
    }

    public Response response() {
        Response.ResponseBuilder answer = Response.status(status).type(TYPE).entity(body());
        if (retryAfter > 0) {
            answer.header("Retry-After", retryAfter);
        }
        return answer.build();
    }

    /** The fields of RFC 9457. */
    public record Body(String type, String title, int status, String detail) {}
}
