package io.slackwater.api;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.journal.AuditLog;
import io.slackwater.journal.JournalException;
import io.slackwater.signin.LoginVisit;
import io.slackwater.signin.PasswordSignIn;
import io.slackwater.signin.ReturnPath;
import io.slackwater.signin.Sessions;
import io.slackwater.signin.SignedIn;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Serves the pages to sign in and to sign out. They work without scripts in the browser. */
@Path("/")
@RunOnVirtualThread
public class LoginResource {

    private static final Logger LOG = Logger.getLogger(LoginResource.class);
    private static final String HTML = "text/html; charset=utf-8";

    private final PasswordSignIn signIn;
    private final Sessions sessions;
    private final AuditLog audit;
    private final Requests requests;
    private final RefusedRequests refused;
    private final SecurityIdentity identity;

    LoginResource(
            PasswordSignIn signIn,
            Sessions sessions,
            AuditLog audit,
            Requests requests,
            RefusedRequests refused,
            SecurityIdentity identity) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.audit = audit;
        this.requests = requests;
        this.refused = refused;
        this.identity = identity;
    }

    /** The HTML templates. The build checks their parameters. */
    @CheckedTemplate(basePath = "pages")
    static class Pages {
        /**
         * The sign-in page.
         *
         * @param action the form's target; empty for the address of the page itself, because the browser then keeps the
         *     fragment
         * @param name the name that the user entered before
         * @param back the path to open after the sign-in
         * @param message shown above the form; empty for no message
         * @param noUsers whether no user exists yet
         */
        static native TemplateInstance login(String action, String name, String back, String message, boolean noUsers);

        /** A page that makes the browser open an address of this site once more. */
        static native TemplateInstance bounce(String again);

        private Pages() {}
    }

    @GET
    @Path("/login")
    @PermitAll
    public Response login(@Context HttpServerRequest request) {
        Optional<String> query = Optional.ofNullable(request.query());
        String goal = ReturnPath.fromQuery(query);
        Optional<String> site = Optional.ofNullable(request.getHeader("Sec-Fetch-Site"));
        return switch (LoginVisit.of(query, site, !identity.isAnonymous())) {
            case FORM -> page(200, form("", goal, ""));
            case BOUNCE -> page(200, Pages.bounce(LoginVisit.bounceFor(goal)), " script-src 'self';");
            case SIGNED_IN -> redirect(goal).build();
        };
    }

    @POST
    @Path("/login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @PermitAll
    public Response signIn(
            @FormParam("name") @Nullable String name,
            @FormParam("password") @Nullable String password,
            @FormParam("back") @Nullable String back,
            @Context HttpServerRequest request) {
        String typed = name == null ? "" : name.strip();
        String goal = ReturnPath.local(Optional.ofNullable(back));
        // Another site must not sign the browser in as a different user.
        String address = requests.address(request);
        if (requests.from(request).foreign()) {
            refused.signIn(signIn.shown(typed), address, 403);
            return page(
                    403,
                    form(typed, goal, "Another site sent this form, so you are not signed in. Please sign in here."));
        }
        return switch (signIn.signIn(typed, password == null ? "" : password, address)) {
            case PasswordSignIn.Answer.In in -> {
                requests.session(request).ifPresent(sessions::close);
                audit(in.who(), "sign in", "from " + address);
                yield redirect(goal).header("Set-Cookie", cookie(in.session())).build();
            }
            case PasswordSignIn.Answer.Wrong wrong -> {
                refused.signIn(signIn.shown(typed), address, 401);
                yield page(401, form(typed, goal, "The name or the password is wrong."));
            }
            case PasswordSignIn.Answer.Later later -> {
                refused.signIn(signIn.shown(typed), address, 429);
                yield tooMany(typed, goal, later.after());
            }
        };
    }

    @POST
    @Path("/logout")
    @PermitAll
    public Response logout(@Context HttpServerRequest request) {
        if (!requests.from(request).ours()) {
            String refused =
                    "Another site requested the sign-out, so you are still signed in. Sign out on Slackwater's own page.";
            return page(403, Pages.login("/login", "", "/", refused, signIn.hasNoUsers()));
        }
        requests.session(request).ifPresent(id -> {
            sessions.find(id).ifPresent(who -> audit(who, "sign out", ""));
            sessions.close(id);
        });
        return redirect("/login")
                .header("Set-Cookie", cookie("") + "; Max-Age=0")
                .build();
    }

    /**
     * Records the action in the audit log. An unwritable journal must not prevent the sign-in of the user who repairs
     * it, and raises its own alarm.
     */
    private void audit(SignedIn who, String action, String detail) {
        try {
            audit.append(who.name(), action, who.name(), detail);
        } catch (JournalException e) {
            LOG.warnf(
                    "action is missing in the audit log: user=%s action=%s reason=%s",
                    who.name(), action, e.getMessage());
        }
    }

    private TemplateInstance form(String name, String back, String message) {
        return Pages.login("", name, back, message, signIn.hasNoUsers());
    }

    private Response tooMany(String name, String back, Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        Response page = page(429, form(name, back, "Too many attempts. Try again in %d seconds.".formatted(seconds)));
        page.getHeaders().putSingle("Retry-After", seconds);
        return page;
    }

    /**
     * Redirects to a path. Sets the header itself. The framework would add host and scheme, and take the scheme from
     * the proxy's internal connection.
     */
    private static Response.ResponseBuilder redirect(String path) {
        return Response.status(Response.Status.SEE_OTHER).header("Location", path);
    }

    /**
     * Makes the session cookie. Browsers send it over TLS only and not from other sites. They hide it from scripts, and
     * delete it with their own session.
     */
    private static String cookie(String session) {
        return Requests.COOKIE + "=" + session + "; Path=/; Secure; HttpOnly; SameSite=Strict";
    }

    /**
     * Renders a page. Its headers forbid caching and framing, and allow only Slackwater's own styles and form targets.
     */
    private static Response page(int status, TemplateInstance template) {
        return page(status, template, "");
    }

    /**
     * Renders a page whose Content-Security-Policy allows more than usual.
     *
     * @param more further directives of the Content-Security-Policy, each with a leading blank and a semicolon at the
     *     end
     */
    private static Response page(int status, TemplateInstance template, String more) {
        return Response.status(status)
                .type(HTML)
                .header("Cache-Control", "no-store")
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self';" + more
                                + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .entity(template.render())
                .build();
    }
}
