package io.slackwater.api;

import io.slackwater.signin.AuthRequest;
import io.slackwater.signin.ClientAddress;
import io.slackwater.signin.ProxySecret;
import io.slackwater.signin.SameOrigin;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the sender, the client's address and the origin of an HTTP request. */
@Singleton
public class Requests {

    /** Browsers accept a {@code __Host-} cookie over TLS only, for this host and all its paths. */
    static final String COOKIE = "__Host-slackwater";

    public static final String PROXY_SECRET = "X-Slackwater-Proxy-Secret";
    static final String MONITOR = "/health";
    static final String AUTHORIZE = "/api/v1/session/authorize";
    static final String ORIGINAL_VERB = "X-Original-Method";

    private static final String ORIGINAL_URI = "X-Original-URI";
    private static final String ORIGINAL_PATH = "X-Original-Path";

    private final ProxySecret proxySecret;
    private final SignInConfig.Proxy proxy;

    Requests(ProxySecret proxySecret, SignInConfig config) {
        this.proxySecret = proxySecret;
        this.proxy = config.proxy();
    }

    AuthRequest authRequest(HttpServerRequest request) {
        return new AuthRequest(
                address(request),
                header(request, "Authorization"),
                session(request),
                header(request, PROXY_SECRET),
                request.headers().getAll(proxy.userHeader()),
                groups(request),
                from(request));
    }

    /**
     * The request of a user that Nginx asks about.
     *
     * @param path without the query
     */
    record Original(String method, String path) {}

    /**
     * Returns the request that the user sent. When Nginx asks for permission, its headers describe that request. They
     * count only with the proxy's secret.
     */
    Original original(HttpServerRequest request) {
        if (!AUTHORIZE.equals(request.path()) || !trusted(request)) {
            return new Original(request.method().name(), String.valueOf(request.path()));
        }
        String path = header(request, ORIGINAL_PATH)
                .or(() -> header(request, ORIGINAL_URI))
                .orElse(AUTHORIZE);
        int query = path.indexOf('?');
        return new Original(header(request, ORIGINAL_VERB).orElse("GET"), query < 0 ? path : path.substring(0, query));
    }

    private boolean trusted(HttpServerRequest request) {
        return header(request, PROXY_SECRET).filter(proxySecret::matches).isPresent();
    }

    /** Returns the client's address. The header of the reverse proxy counts only with the proxy's secret. */
    String address(HttpServerRequest request) {
        boolean trusted = trusted(request);
        String socket = request.remoteAddress() == null
                ? ""
                : String.valueOf(request.remoteAddress().hostAddress());
        List<String> all = request.headers().getAll("X-Forwarded-For");
        return ClientAddress.of(socket, trusted && !all.isEmpty() ? Optional.of(all.getLast()) : Optional.empty());
    }

    Optional<String> session(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(COOKIE)).map(Cookie::getValue);
    }

    /**
     * Returns the request's facts about the page that caused the request. When Nginx asks for permission ({@code
     * auth_request}), the method of the original request counts.
     */
    SameOrigin from(HttpServerRequest request) {
        String verb = AUTHORIZE.equals(request.path())
                ? header(request, ORIGINAL_VERB).orElse("GET")
                : request.method().name();
        return new SameOrigin(
                verb, header(request, "Sec-Fetch-Site"), header(request, "Origin"), host(request), tls(request));
    }

    /**
     * Whether the browser used TLS. The header counts without the proxy's secret: web pages cannot set it, and it only
     * makes the check stricter.
     */
    private static boolean tls(HttpServerRequest request) {
        return request.isSSL()
                || request.headers().getAll("X-Forwarded-Proto").stream()
                        .anyMatch(
                                proto -> proto.strip().toLowerCase(Locale.ROOT).startsWith("https"));
    }

    /** Returns the requested host. HTTP/2 sends it in {@code :authority} instead of the header {@code Host}. */
    private static String host(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return header(request, "Host")
                .orElseGet(() -> authority == null
                        ? ""
                        : authority.host() + (authority.port() > 0 ? ":" + authority.port() : ""));
    }

    private Optional<String> groups(HttpServerRequest request) {
        List<String> all = request.headers().getAll(proxy.groupsHeader());
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join(",", all));
    }

    private static Optional<String> header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name));
    }
}
