package io.slackwater.web;

import jakarta.ws.rs.core.Response;

/** An answer of {@code application/problem+json} (RFC 9457). Its detail is for the caller: no class names, no secrets. */
class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;

    Problem(int status, String title, String detail) {
        super(detail);
        this.status = status;
        this.title = title;
    }

    static Problem notFound(String detail) {
        return new Problem(404, "Not found", detail);
    }

    static Problem invalid(String detail) {
        return new Problem(400, "Invalid request", detail);
    }

    static Problem unavailable(String detail) {
        return new Problem(503, "Not available now", detail);
    }

    Response response() {
        return Response.status(status)
                .type("application/problem+json")
                .entity(new Body("about:blank", title, status, String.valueOf(getMessage())))
                .build();
    }

    /** The fields of RFC 9457. */
    public record Body(String type, String title, int status, String detail) {}
}
