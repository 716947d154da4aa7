package io.slackwater.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses a request to the API whose {@code Content-Length} exceeds Quarkus's limit. The answer says why; Quarkus's own
 * answer has no body.
 */
@Singleton
class Oversized {

    /**
     * Quarkus runs filters with a higher priority first: the sign-in has 200 and 100, Quarkus's own size limit has 2.
     */
    private static final int PRIORITY = 50;

    private static final long GRACE_MILLIS = 2_000;

    private final long most;

    Oversized(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most) {
        this.most = most.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, PRIORITY);
    }

    private void filter(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null
                || !tooLarge(length)
                || !String.valueOf(context.request().path()).startsWith("/api/")) {
            context.next();
            return;
        }
        Problem problem = Problem.tooLarge();
        // A reset would hide the answer from a client that is still sending, so the remaining body is read and
        // discarded.
        context.request().handler(thrownAway -> {}).resume();
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
            context.vertx()
                    .setTimer(
                            GRACE_MILLIS,
                            timer -> context.request().connection().close());
        }
        context.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.TYPE)
                .end(JsonObject.mapFrom(problem.body()).toBuffer());
    }

    private boolean tooLarge(String length) {
        try {
            return Long.parseLong(length) > most;
        } catch (NumberFormatException e) {
            // The framework refuses an invalid number.
            return false;
        }
    }
}
