package io.slackwater.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Judges whether a page of another site may have caused a request (CSRF). Only writes are checked, and only with
 * credentials that a browser sends by itself (cookie, forwarded name). Decides by {@code Sec-Fetch-Site}, or by {@code
 * Origin}, which must equal {@code Host}.
 *
 * @param verb the HTTP method; in an {@code auth_request} of the proxy, the method of the original request
 * @param tls whether the browser used TLS to Slackwater or the proxy. A page that was loaded without TLS then counts as
 *     another site. An attacker on the network may have changed the page
 */
public record SameOrigin(String verb, Optional<String> fetchSite, Optional<String> origin, String host, boolean tls) {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Whether a request with this method may change something. */
    public static boolean changes(String verb) {
        return !READING.contains(verb);
    }

    /**
     * Whether a page of this site certainly caused the request. A write without {@code Sec-Fetch-Site} and
     * {@code Origin} is not certain.
     */
    public boolean ours() {
        return !changes(verb)
                || fetchSite
                        .map(SameOrigin::same)
                        .or(() -> origin.map(this::isHost))
                        .orElse(false);
    }

    /**
     * Whether a page of another site may have caused the request. A request without {@code Sec-Fetch-Site}
     * and {@code Origin} comes from a program, not from a page.
     */
    public boolean foreign() {
        return !ours() && (fetchSite.isPresent() || origin.isPresent());
    }

    /**
     * {@code none} means a typed address or a bookmark. {@code same-site} means another host of the same domain, which
     * counts as another site.
     */
    private static boolean same(String site) {
        return site.equals("same-origin") || site.equals("none");
    }

    private boolean isHost(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String port = scheme.equals("https") ? ":443" : ":80";
            return (scheme.equals("https") || (scheme.equals("http") && !tls))
                    && uri.getRawAuthority() != null
                    && without(port, uri.getRawAuthority()).equals(without(port, host));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String without(String port, String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }
}
