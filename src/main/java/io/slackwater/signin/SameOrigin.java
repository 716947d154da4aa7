package io.slackwater.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a request that a browser signs by itself (cookie, forwarded name) was caused by a page of ours. Reading is harmless;
 * for anything else the browser's own word counts: {@code Sec-Fetch-Site}, or {@code Origin} equal to {@code Host}.
 *
 * @param verb the HTTP method, in a question of the proxy that of the original request
 * @param tls whether the browser came over TLS, to us or to the proxy: a page in the clear, which anybody on its way may have written,
 *     is not ours then. A proxy that does not say so takes none of that away: a page over TLS is ours in any case
 */
public record SameOrigin(String verb, Optional<String> fetchSite, Optional<String> origin, String host, boolean tls) {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Ours for sure: neither another site's nor without any word. */
    public boolean ours() {
        return reading()
                || fetchSite
                        .map(SameOrigin::same)
                        .or(() -> origin.map(this::isHost))
                        .orElse(false);
    }

    /** Another page's for sure; a program that says nothing is not. */
    public boolean foreign() {
        return !ours() && (fetchSite.isPresent() || origin.isPresent());
    }

    private boolean reading() {
        return READING.contains(verb);
    }

    /** {@code none}: typed, a bookmark; no page can cause that. {@code same-site} is a neighbour, and not ours. */
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
