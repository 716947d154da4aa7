package io.slackwater.api;

import io.slackwater.alert.OverallHealth;
import io.slackwater.signin.MonitorSignIn;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers an external monitor with one word. The monitor has a token of its own and learns nothing else. */
@Path(Requests.MONITOR)
@RunOnVirtualThread
public class MonitorResource {

    private final MonitorSignIn signIn;
    private final OverallHealth health;
    private final Requests requests;

    MonitorResource(MonitorSignIn signIn, OverallHealth health, Requests requests) {
        this.signIn = signIn;
        this.health = health;
        this.requests = requests;
    }

    /** @param token for a monitor that cannot send the header {@code Authorization} */
    @GET
    @PermitAll
    public Response health(@QueryParam("token") @Nullable String token, @Context HttpServerRequest request) {
        Optional<String> offered = requests.authRequest(request).bearer().or(() -> Optional.ofNullable(token));
        return switch (signIn.check(offered, requests.address(request))) {
            case MonitorSignIn.Answer.In _ -> health.ok() ? word(200, "ok") : word(503, "degraded");
            case MonitorSignIn.Answer.Wrong _ -> {
                Response refused = word(401, "unauthorized");
                refused.getHeaders().putSingle("WWW-Authenticate", "Bearer");
                yield refused;
            }
            case MonitorSignIn.Answer.Later(Duration after) -> {
                Response later = word(429, "too many attempts");
                later.getHeaders()
                        .putSingle(
                                "Retry-After", Math.max(1, after.plusMillis(999).toSeconds()));
                yield later;
            }
        };
    }

    private static Response word(int status, String word) {
        return Response.status(status)
                .type("text/plain")
                .header("Cache-Control", "no-store")
                .entity(word + "\n")
                .build();
    }
}
