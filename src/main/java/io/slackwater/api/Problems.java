package io.slackwater.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
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

/** Maps exceptions to problem documents. */
public class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response problem(Problem e) {
        return e.response();
    }

    /** Names the subclass too, because the framework has an answer of its own for it. */
    @ServerExceptionMapper({MismatchedInputException.class, JsonProcessingException.class})
    Response json(JsonProcessingException e) {
        return body(e).response();
    }

    /** Replaces Jackson's message, which names classes. */
    private static Problem body(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return Problem.invalid("the body has an unknown field " + unknown.getPropertyName() + "; known are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        if (e instanceof MismatchedInputException mismatch
                && !mismatch.getPath().isEmpty()) {
            String field = mismatch.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("."));
            return Problem.invalid("the body's field " + field + " has a value of the wrong type");
        }
        return Problem.invalid("the body is not the JSON that is expected here");
    }

    @ServerExceptionMapper
    Response restore(RestoreException e) {
        int status = switch (e.reason()) {
            case NOT_FOUND -> 404;
            case FORBIDDEN -> 403;
            case INVALID -> 400;
            // A required repository or container is unusable now; Slackwater itself works.
            case EXISTS, FAILED -> 409;
        };
        return new Problem(status, "Restore refused", String.valueOf(e.getMessage())).response();
    }

    @ServerExceptionMapper({DockerException.class, JournalException.class})
    Response unavailable(Exception e) {
        return Problem.unavailable(String.valueOf(e.getMessage())).response();
    }

    /** For a known user whose role is too low. An unknown sender gets the framework's challenge. */
    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return new Problem(
                        403, "Not allowed", "this needs a higher role than yours; GET /api/v1/session says who you are")
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
            case 413 -> Problem.tooLarge().response();
            case 415 ->
                new Problem(415, phrase, "send the body as JSON, with the header Content-Type: application/json")
                        .response();
            default -> new Problem(status, phrase, phrase).response();
        };
    }

    /** A defect of Slackwater: the log has the cause, the caller gets no inner text. */
    @ServerExceptionMapper
    Response other(RuntimeException e) {
        LOG.error("request failed", e);
        return new Problem(500, "Internal error", "an error inside Slackwater; its log of this time has more")
                .response();
    }
}
