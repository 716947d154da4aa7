package io.slackwater.api;

import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.audit.BackrestCall;
import io.slackwater.signin.Role;
import io.slackwater.signin.SignedIn;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows the signed-in user. Also tells Nginx ({@code auth_request}) whether a user may open a page of another service,
 * such as Backrest.
 */
@Path("/api/v1/session")
@Authenticated
public class SessionResource {

    private final SecurityIdentity identity;
    private final Requests requests;
    private final RequestAudit audit;

    public SessionResource(SecurityIdentity identity, Requests requests, RequestAudit audit) {
        this.identity = identity;
        this.requests = requests;
        this.audit = audit;
    }

    /**
     * The signed-in user.
     *
     * @param role {@code none} for a user without a role
     * @param method how the user was authenticated
     */
    public record SessionView(String name, String role, String method) {}

    @GET
    public SessionView session() {
        SignedIn who = who();
        return new SessionView(who.name(), who.roleWord(), who.method().word());
    }

    /**
     * Answers 204 to a user with all required roles, 403 to a user without them, and 401 without a sign-in. Records a
     * call of Backrest's API that changes something.
     */
    @GET
    @Path("/authorize")
    public Response authorize(
            @QueryParam("role") @Nullable String role,
            @HeaderParam("X-Slackwater-Require-Role") @Nullable String alsoRole,
            @Context HttpServerRequest request) {
        Response allowed = answer(role, alsoRole);
        Requests.Original original = requests.original(request);
        BackrestCall.recorded(original.method(), original.path())
                .ifPresent(call -> audit.attempt(BackrestCall.ACTION, call));
        return allowed;
    }

    Response answer(@Nullable String role, @Nullable String alsoRole) {
        SignedIn who = who();
        boolean mayAll = Stream.of(Optional.ofNullable(role), Optional.ofNullable(alsoRole))
                .flatMap(Optional::stream)
                .map(SessionResource::needed)
                .allMatch(who::may);
        if (!mayAll || who.role().isEmpty()) {
            throw new Problem(
                    403,
                    "Not allowed",
                    "your role " + who.roleWord() + " is not enough; ask an admin for a higher role");
        }
        return Response.noContent()
                .header("X-Slackwater-User", who.name())
                .header("X-Slackwater-Role", who.roleWord())
                .build();
    }

    private SignedIn who() {
        return identity.getAttribute(SignedIn.ATTRIBUTE);
    }

    private static Role needed(String word) {
        return Role.of(word)
                .orElseThrow(() -> Problem.invalid("there is no role " + word + "; allowed: " + Role.WORDS));
    }
}
