package io.slackwater.api;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.slackwater.signin.Authentication;
import io.slackwater.signin.Authenticator;
import io.slackwater.signin.ReturnPath;
import io.slackwater.signin.Role;
import io.slackwater.signin.SignedIn;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Authenticates each request. A browser that is not signed in is redirected to the sign-in page. */
@ApplicationScoped
public class SignInMechanism implements HttpAuthenticationMechanism {

    /** The value of the {@code RoutingContext} that holds the name of the user, also of a refused one. */
    static final String NAME = "slackwater.name";

    /** The header that carries the reason of a refusal to Nginx, which ignores the body of an {@code auth_request}. */
    private static final String REFUSED = "X-Slackwater-Refused";

    private static final String OTHER_SITE = "other-site";
    private static final String FOREIGN = "slackwater.foreign";

    private final Authenticator authenticator;
    private final Requests requests;

    SignInMechanism(Authenticator authenticator, Requests requests) {
        this.authenticator = authenticator;
        this.requests = requests;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        if (Requests.MONITOR.equals(context.request().path())) {
            // The token of a monitor is no user's token. MonitorResource checks it.
            return Uni.createFrom().nullItem();
        }
        Optional<SecurityIdentity> identity =
                switch (authenticator.authenticate(requests.authRequest(context.request()))) {
                    case Authentication.Known in -> {
                        context.put(NAME, in.who().name());
                        yield Optional.of(identity(in.who()));
                    }
                    case Authentication.Anonymous nobody -> Optional.empty();
                    case Authentication.CrossSite foreign -> {
                        context.put(FOREIGN, true);
                        context.put(NAME, foreign.who().name());
                        yield Optional.empty();
                    }
                };
        return Uni.createFrom().optional(identity);
    }

    private static SecurityIdentity identity(SignedIn who) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(who.name()))
                .addRoles(who.role().map(Role::words).orElse(Set.of()))
                .addAttribute(SignedIn.ATTRIBUTE, who)
                .build();
    }

    /** Redirects a browser that requests a page to the sign-in page. Programs and API requests get status 401. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        if (context.get(FOREIGN) != null) {
            return Uni.createFrom().item(new ChallengeData(403, REFUSED, OTHER_SITE));
        }
        if (isPage(context.request())) {
            return Uni.createFrom()
                    .item(new ChallengeData(
                            302,
                            "Location",
                            ReturnPath.loginFor(context.request().uri())));
        }
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    /** Adds a body that says what to do, of the same type as all other errors (RFC 9457). */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        return HttpAuthenticationMechanism.super.sendChallenge(context).invoke(() -> {
            HttpServerResponse answer = context.response();
            boolean body = !answer.ended() && !context.request().method().equals(HttpMethod.HEAD);
            Problem problem = refusal(answer.getStatusCode());
            if (body && problem != null) {
                answer.putHeader("Content-Type", Problem.TYPE);
                answer.end(JsonObject.mapFrom(problem.body()).toBuffer());
            }
        });
    }

    private static @Nullable Problem refusal(int status) {
        return switch (status) {
            case 401 ->
                new Problem(
                        401,
                        "Not signed in",
                        "sign in at /login, or send the header Authorization: Bearer TOKEN with the API's token (api.token in the"
                                + " secrets directory) or a token of your identity provider");
            case 403 ->
                new Problem(
                        403,
                        "From another site",
                        "a page of another site caused this request, so Slackwater refused it; open the address directly");
            default -> null;
        };
    }

    private static boolean isPage(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        String path = String.valueOf(request.path());
        return request.method().equals(HttpMethod.GET)
                && accept != null
                && accept.contains("text/html")
                && !path.startsWith("/api/")
                && !path.startsWith("/q/");
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
