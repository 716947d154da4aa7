package io.slackwater.api;

import jakarta.ws.rs.core.Response;

/**
 * An error answer of type {@code application/problem+json} (RFC 9457). The caller sees its detail, so it contains no
 * class names and no secrets.
 */
public class Problem extends RuntimeException {

    static final String TYPE = "application/problem+json";

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final int retryAfterSeconds;

    public Problem(int status, String title, String detail) {
        this(status, title, detail, 0);
    }

    private Problem(int status, String title, String detail, int retryAfterSeconds) {
        super(detail);
        this.status = status;
        this.title = title;
        this.retryAfterSeconds = retryAfterSeconds;
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

    /** Refuses a request for now; the header {@code Retry-After} tells when to ask again. */
    public static Problem notYet(String detail, int retryAfterSeconds) {
        return new Problem(503, "Not available yet", detail, retryAfterSeconds);
    }

    public int status() {
        return status;
    }

    Body body() {
        return new Body("about:blank", title, status, String.valueOf(getMessage()));
    }

    public Response response() {
        Response.ResponseBuilder answer = Response.status(status).type(TYPE).entity(body());
        if (retryAfterSeconds > 0) {
            answer.header("Retry-After", retryAfterSeconds);
        }
        return answer.build();
    }

    /** The fields of RFC 9457. */
    public record Body(String type, String title, int status, String detail) {}
}
