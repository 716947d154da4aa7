package io.slackwater.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the daemon. Converts exceptions of docker-java and of the socket into a {@link DockerException}
 * with the remedy.
 */
record EngineCalls(EngineHttp http) {

    private static final Logger LOG = Logger.getLogger(EngineCalls.class);
    private static final int BAD_REQUEST = 400;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int SERVER_ERROR = 500;

    /** The names and ids that Docker allows for containers. Any other text would form a different path of its API. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

    EngineCalls(Path socket) {
        this(new EngineHttp(socket.toAbsolutePath(), LIMIT));
    }

    EngineCalls within(Duration limit) {
        return new EngineCalls(http.within(limit));
    }

    /**
     * Runs a request.
     *
     * @param what the operation for messages, in the infinitive, such as {@code pause container x}
     */
    <T extends @Nullable Object> T call(String what, Call<T> call) throws DockerException {
        try {
            return call.run();
        } catch (com.github.dockerjava.api.exception.DockerException e) {
            throw refused(what, e);
        } catch (UncheckedIOException e) {
            throw unreachable(what, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreachable(what, e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a request to Docker failed inside Slackwater call=\"%s\"", what);
            throw new DockerException(
                    "Cannot " + what + ": an error inside Slackwater; its log at this time shows the cause",
                    DockerFailure.REFUSED,
                    e);
        }
    }

    /** Runs a request as {@link #call} does. The status 304 (already in this state) counts as success. */
    void change(String what, Runnable change) throws DockerException {
        call(what, () -> {
            try {
                change.run();
            } catch (NotModifiedException e) {
                LOG.debugf("already done call=\"%s\"", what);
            }
            return null;
        });
    }

    /**
     * Runs a request as {@link #change} does, to undo an earlier one. An interrupt takes effect only after the request.
     */
    void undo(String what, Runnable change) throws DockerException {
        boolean interrupted = Thread.interrupted();
        try {
            change(what, change);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    JsonNode read(String what, String path) throws DockerException {
        return call(what, () -> http.get(path).json());
    }

    /** Reads JSON as {@link #read} does. Empty when the object does not exist. */
    Optional<JsonNode> lookUp(String what, String path) throws DockerException {
        return call(what, () -> {
            try {
                return Optional.of(http.get(path).json());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** Docker's JSON description of a container; empty when the container does not exist. */
    Optional<JsonNode> inspect(String idOrName) throws DockerException {
        return NAME.matcher(idOrName).matches()
                ? lookUp("inspect container " + idOrName, "/containers/" + idOrName + "/json")
                : Optional.empty();
    }

    Optional<Container> find(String idOrName) throws DockerException {
        return call(
                "read the inspection of container " + idOrName,
                () -> inspect(idOrName).map(ContainerDocument::read));
    }

    /** The list entries of all containers with these labels, running or not. */
    JsonNode listed(Map<String, String> labels) throws DockerException {
        List<String> filters = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
        String filter = EngineHttp.MAPPER.valueToTree(Map.of("label", filters)).toString();
        return read("list containers", "/containers/json?all=true&filters=" + EngineHttp.segment(filter));
    }

    private DockerException unreachable(String what, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return new DockerException("Cannot " + what + ": interrupted", DockerFailure.NO_ANSWER, e);
        }
        return new DockerException(
                "Cannot " + what + ": Docker does not answer at " + http.socket() + " (" + e.getMessage()
                        + "). Check that the daemon is running, that its socket is mounted into this container, and that its group may open it",
                DockerFailure.NO_ANSWER,
                e);
    }

    private static DockerException refused(String what, com.github.dockerjava.api.exception.DockerException e) {
        int status = e.getHttpStatus();
        String message =
                "Cannot " + what + ": Docker refuses (" + status + "): " + reason(String.valueOf(e.getMessage()));
        return status == BAD_REQUEST
                ? new DockerException.Invalid(message, e)
                : new DockerException(
                        message, status >= SERVER_ERROR ? DockerFailure.NO_ANSWER : DockerFailure.REFUSED, e);
    }

    /** The message in Docker's error {@code {"message":"…"}}. */
    private static String reason(String body) {
        int brace = body.indexOf('{');
        if (brace >= 0) {
            try {
                JsonNode message =
                        EngineHttp.MAPPER.readTree(body.substring(brace)).path("message");
                if (message.isTextual()) {
                    return message.textValue().strip();
                }
            } catch (JsonProcessingException e) {
                return body.strip();
            }
        }
        return body.strip();
    }

    @FunctionalInterface
    interface Call<T extends @Nullable Object> {
        T run() throws IOException, DockerException;
    }
}
