package io.slackwater.signin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The answer to a visit of the login page. The session's cookie is {@code SameSite=Strict}, so a browser does not send the
 * cookie with a link from another site, and a signed-in user appears anonymous. The answer to such a visit is therefore a page
 * that opens the login page once more: that request is same-site and carries the cookie. The second visit is marked, so a browser
 * without cookies is not redirected for ever.
 */
public enum LoginVisit {
    /** The form to sign in. */
    FORM,
    /** A page of this site that opens {@link #bounceFor} once. */
    BOUNCE,
    /** The session is valid: redirect to the original path. */
    SIGNED_IN;

    /** Precedes {@code back=}, because the value of {@code back} may contain the same text. */
    private static final String BOUNCED = "bounced=1";

    /**
     * @param rawQuery the query of the request, as it was sent
     * @param fetchSite {@code Sec-Fetch-Site}; a browser that does not send it gets the form
     * @param signedIn whether the request is authenticated
     */
    public static LoginVisit of(Optional<String> rawQuery, Optional<String> fetchSite, boolean signedIn) {
        if (rawQuery.filter(query -> (query + "&").startsWith(BOUNCED + "&")).isPresent()) {
            return signedIn ? SIGNED_IN : FORM;
        }
        return !signedIn && fetchSite.filter("cross-site"::equals).isPresent() ? BOUNCE : FORM;
    }

    /** The address of the marked second visit that leads back to the path. */
    public static String bounceFor(String path) {
        return "/login?" + BOUNCED + "&back="
                + URLEncoder.encode(ReturnPath.local(Optional.of(path)), StandardCharsets.UTF_8);
    }
}
