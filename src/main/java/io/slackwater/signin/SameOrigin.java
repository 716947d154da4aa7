package io.slackwater.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a page of this site caused a request that a browser authenticates by itself (cookie, forwarded name). Reading is harmless. For
 * a write, the browser's headers decide: {@code Sec-Fetch-Site}, or {@code Origin} equal to {@code Host}.
 *
 * @param verb the HTTP method; in an authentication request of the proxy, the method of the original request
 * @param tls whether the browser used TLS to Slackwater or the proxy. A page without TLS then counts as foreign, because an attacker on the
 *     network may have written it
 */
public record SameOrigin(String verb, Optional<String> fetchSite, Optional<String> origin, String host, boolean tls) {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Whether a page of this site certainly caused the request. A write without the browser's headers is not certain. */
    public boolean ours() {
        return reading()
                || fetchSite
                        .map(SameOrigin::same)
                        .or(() -> origin.map(this::isHost))
                        .orElse(false);
    }

    /** Whether another site's page certainly caused the request. A program without these headers is no page. */
    public boolean foreign() {
        return !ours() && (fetchSite.isPresent() || origin.isPresent());
    }

    private boolean reading() {
        return READING.contains(verb);
    }

    /** {@code none}: a typed address or a bookmark. {@code same-site}: another host of the same domain, which is foreign. */
    private static boolean same(String site) {
        return site.equals("same-origin") || site.equals("none");
    }

    private boolean isHost(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getRawAuthority() == null || !schemes().contains(scheme)) {
                return false;
            }
            String port = scheme.equals("https") ? ":443" : ":80";
            return without(port, uri.getRawAuthority()).equals(without(port, host));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private Set<String> schemes() {
        return tls ? Set.of("https") : Set.of("http", "https");
    }

    private static String without(String port, String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }
}
