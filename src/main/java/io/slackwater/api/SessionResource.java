package io.slackwater.api;

import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.signin.Role;
import io.slackwater.signin.SignedIn;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
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

    public SessionResource(SecurityIdentity identity) {
        this.identity = identity;
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

    /** Answers 204 to a user with all required roles, 403 to a user without them, and 401 without a sign-in. */
    @GET
    @Path("/authorize")
    public Response authorize(
            @QueryParam("role") @Nullable String role,
            @HeaderParam("X-Slackwater-Require-Role") @Nullable String alsoRole) {
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
        return identity.getAttribute(SignInMechanism.WHO);
    }

    private static Role needed(String word) {
        return Role.of(word)
                .orElseThrow(() -> Problem.invalid("there is no role " + word + "; allowed: " + Role.WORDS));
    }
}
