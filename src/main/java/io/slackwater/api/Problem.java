package io.slackwater.api;

import jakarta.ws.rs.core.Response;

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

    public Problem(int status, String title, String detail) {
        super(detail);
        this.status = status;
        this.title = title;
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
        if (status == 503) {
            answer.header("Retry-After", RETRY_SECONDS);
        }
        return answer.build();
    }

    /** The fields of RFC 9457. */
    public record Body(String type, String title, int status, String detail) {}
}
