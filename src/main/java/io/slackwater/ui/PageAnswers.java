package io.slackwater.ui;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.signin.AuthenticationMethod;
import io.slackwater.signin.Role;
import io.slackwater.signin.SignedIn;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Makes the frame of a page and its answer. The headers allow only Slackwater's own styles, scripts and forms. */
@Singleton
class PageAnswers {

    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final SecurityIdentity identity;
    private final String version = StaticFiles.version();

    PageAnswers(SecurityIdentity identity) {
        this.identity = identity;
    }

    Texts texts(HttpServerRequest request) {
        return Texts.in(Languages.of(
                Optional.ofNullable(request.getCookie(Languages.COOKIE)).map(Cookie::getValue),
                Optional.ofNullable(request.getHeader("Accept-Language"))));
    }

    /**
     * Makes the frame of a page for the user of this request.
     *
     * @param nav the page in the navigation
     */
    Frame frame(HttpServerRequest request, String title, String nav) {
        Texts texts = texts(request);
        SignedIn who = identity.getAttribute(SignedIn.ATTRIBUTE);
        Frame.Viewer viewer = who == null
                ? new Frame.Viewer("", "", false, false, false)
                : new Frame.Viewer(
                        who.name(),
                        who.role()
                                .map(role -> texts.of("role" + TextKeys.capital(role)))
                                .orElse(""),
                        who.may(Role.OPERATOR),
                        who.may(Role.ADMIN),
                        who.method() == AuthenticationMethod.SESSION);
        return new Frame(texts.all(), texts.language(), title, nav, request.uri(), version, viewer);
    }

    /**
     * Reads the parameters in the address of a page.
     *
     * @return throws a {@link PageProblem} when the address has an invalid escape
     */
    static UnaryOperator<@Nullable String> values(HttpServerRequest request) {
        return name -> {
            try {
                return request.getParam(name);
            } catch (IllegalArgumentException e) {
                throw PageProblem.malformed();
            }
        };
    }

    /**
     * Answers with a page of the navigation.
     *
     * @param nav the page in the navigation, and the key of its title
     * @param page fills the frame
     */
    Response page(HttpServerRequest request, String nav, Function<Frame, TemplateInstance> page) {
        return page(request, 200, page.apply(frame(request, texts(request).of(nav), nav)));
    }

    /**
     * Answers with a page. Compresses it here, because the proxy compresses nothing: its answers may contain secrets
     * beside text that an attacker chooses. These pages contain no secret.
     */
    Response page(HttpServerRequest request, int status, TemplateInstance template) {
        byte[] body = template.render().getBytes(StandardCharsets.UTF_8);
        Response.ResponseBuilder answer = Response.status(status)
                .type("text/html; charset=utf-8")
                .header("Cache-Control", "no-store")
                .header("Vary", "Accept-Encoding, Accept-Language, Cookie")
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin");
        String accepted = request.getHeader("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            return answer.header("Content-Encoding", "gzip")
                    .entity(compressed(body))
                    .build();
        }
        return answer.entity(body).build();
    }

    /** Leads the browser to a page after a form was sent, so that a reload does not send the form again. */
    static Response seeOther(String path) {
        return Response.status(Response.Status.SEE_OTHER)
                .header("Location", path)
                .build();
    }

    static byte[] compressed(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("a page cannot be compressed", e);
        }
        return bytes.toByteArray();
    }
}
