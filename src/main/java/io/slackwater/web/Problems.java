package io.slackwater.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.JournalException;
import io.slackwater.restore.RestoreException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what can go wrong into problem documents. */
public class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response problem(Problem e) {
        return e.response();
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException e) {
        return Problem.invalid("the body is not the JSON that is expected here: " + e.getOriginalMessage())
                .response();
    }

    @ServerExceptionMapper
    Response restore(RestoreException e) {
        int status = switch (e.reason()) {
            case NOT_FOUND -> 404;
            case INVALID -> 400;
            case EXISTS -> 409;
            case FAILED -> 500;
        };
        return new Problem(status, "Restore refused", String.valueOf(e.getMessage())).response();
    }

    @ServerExceptionMapper
    Response docker(DockerException e) {
        return Problem.unavailable(String.valueOf(e.getMessage())).response();
    }

    @ServerExceptionMapper
    Response journal(JournalException e) {
        return Problem.unavailable(String.valueOf(e.getMessage())).response();
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        String detail = e.getCause() instanceof JsonProcessingException json
                ? "the body is not the JSON that is expected here: " + json.getOriginalMessage()
                : e.getResponse().getStatusInfo().getReasonPhrase();
        return new Problem(status, e.getResponse().getStatusInfo().getReasonPhrase(), detail).response();
    }

    /** Anything else is our mistake: the log has it, the caller gets no inner text. */
    @ServerExceptionMapper
    Response other(RuntimeException e) {
        LOG.error("request failed", e);
        return new Problem(500, "Internal error", "an error inside Slackwater; its log of this time has more")
                .response();
    }
}
