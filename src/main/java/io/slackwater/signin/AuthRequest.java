package io.slackwater.signin;

import java.util.List;
import java.util.Optional;

/**
 * The parts of an HTTP request that authenticate its sender.
 *
 * @param address the client's address, for the log
 * @param authorization the {@code Authorization} header
 * @param session the value of the session cookie
 * @param proxySecret the shared secret that a reverse proxy sends
 * @param users the user names that the proxy forwards; more than one when the client added a name itself
 * @param groups the groups that the proxy forwards, separated by commas
 * @param from the page that caused the request
 */
public record AuthRequest(
        String address,
        Optional<String> authorization,
        Optional<String> session,
        Optional<String> proxySecret,
        List<String> users,
        Optional<String> groups,
        SameOrigin from) {

    private static final String BEARER = "Bearer ";

    /** Returns the token of the {@code Authorization} header; empty for another scheme. */
    public Optional<String> bearer() {
        return authorization
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }
}
