package io.slackwater.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.slackwater.audit.RefusedAttempts;
import io.slackwater.signin.SameOrigin;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * Records requests that were refused: with status 403, or with 401 when the request had a wrong token or tried to
 * change something. A browser that reads without a session is redirected to the sign-in page and is no attempt.
 */
@Singleton
public class RefusedRequests {

    /** Before the authentication, which may answer by itself. */
    private static final int PRIORITY = SecurityHandlerPriorities.AUTHENTICATION + 200;

    private static final String LOGIN = "/login";
    private static final String ANONYMOUS = "anonymous";

    private final RefusedAttempts attempts;
    private final Requests requests;

    RefusedRequests(RefusedAttempts attempts, Requests requests) {
        this.attempts = attempts;
        this.requests = requests;
    }

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    context.addEndHandler(ended -> look(context));
                    context.next();
                },
                PRIORITY);
    }

    private void look(RoutingContext context) {
        HttpServerRequest request = context.request();
        int status = context.response().getStatusCode();
        // The sign-in page records its own attempts, because only it knows the user.
        if (status != 401 && status != 403 || LOGIN.equals(request.path())) {
            return;
        }
        Requests.Original original = requests.original(request);
        boolean attempt =
                status == 403 || request.getHeader("Authorization") != null || SameOrigin.changes(original.method());
        if (attempt) {
            attempted(
                    Objects.requireNonNullElse(context.get(SignInMechanism.NAME), ANONYMOUS),
                    requests.address(request),
                    original.method() + " " + original.path(),
                    status);
        }
    }

    /** Records a refused attempt to sign in. */
    void signIn(String user, String address, int status) {
        attempted(user, address, "sign in", status);
    }

    private void attempted(String actor, String address, String what, int status) {
        attempts.refused(new RefusedAttempts.Attempt(actor, address, what, Integer.toString(status)));
    }
}
