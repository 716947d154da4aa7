package io.slackwater.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.ForbiddenException;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.JournalException;
import io.slackwater.kind.RestoreException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns exceptions into answers of type {@code application/problem+json}. */
public class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response problem(Problem e) {
        return e.response();
    }

    /**
     * Answers a request whose body is not valid JSON. The subclass is listed because the framework answers it in its
     * own way otherwise.
     */
    @ServerExceptionMapper({MismatchedInputException.class, JsonProcessingException.class})
    Response json(JsonProcessingException e) {
        return body(e).response();
    }

    /** Describes the error in the caller's terms, because Jackson's message names Java classes. */
    private static Problem body(JsonProcessingException e) {
        if (e instanceof MismatchedInputException mismatch
                && !mismatch.getPath().isEmpty()) {
            String field = mismatch.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("."));
            return Problem.invalid("the body's field " + field
                    + " is unknown or has a value of the wrong type; docs/api.md shows the fields");
        }
        return Problem.invalid("the body is not valid JSON for this request; docs/api.md shows the fields");
    }

    @ServerExceptionMapper
    Response restore(RestoreException e) {
        int status = switch (e.reason()) {
            case NOT_FOUND -> 404;
            case FORBIDDEN -> 403;
            case INVALID -> 400;
            // A required repository or container is unusable now; Slackwater itself works.
            case FAILED -> 409;
        };
        return new Problem(status, "Restore refused", String.valueOf(e.getMessage())).response();
    }

    @ServerExceptionMapper({DockerException.class, JournalException.class})
    Response unavailable(Exception e) {
        return Problem.unavailable(String.valueOf(e.getMessage())).response();
    }

    /** Answers a user whose role is too low. A sender who is not signed in gets {@code 401} instead. */
    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return new Problem(
                        403,
                        "Not allowed",
                        "this request needs a higher role than yours; GET /api/v1/session shows your role")
                .response();
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        if (e.getCause() instanceof JsonProcessingException json) {
            return body(json).response();
        }
        // JAX-RS requires 404 for a parameter of the wrong type.
        if (status == 404 && e.getCause() instanceof IllegalArgumentException) {
            return Problem.invalid("a parameter of this request has a value of the wrong type")
                    .response();
        }
        String phrase = e.getResponse().getStatusInfo().getReasonPhrase();
        return switch (status) {
            case 413 ->
                new Problem(413, phrase, "a request may have 1 MiB at most, and a field of a form 8 KiB").response();
            case 415 ->
                new Problem(415, phrase, "send the body as JSON, with the header Content-Type: application/json")
                        .response();
            default -> new Problem(status, phrase, phrase).response();
        };
    }

    /**
     * Answers any other exception, a defect of Slackwater. The log gets the cause; the caller gets no internal text.
     */
    @ServerExceptionMapper
    Response other(RuntimeException e) {
        LOG.error("request failed", e);
        return new Problem(500, "Internal error", "an error inside Slackwater; its log at this time shows the cause")
                .response();
    }
}
