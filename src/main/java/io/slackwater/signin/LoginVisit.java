package io.slackwater.signin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the sign-in page answers.
 *
 * <p>The session cookie is {@code SameSite=Strict}. A browser does not send it for a link from another site, so that a
 * signed-in user looks anonymous. The answer is then a page of this site that opens the sign-in page once more, now
 * with the cookie. The second request is marked, so that a browser without cookies does not loop.
 */
public enum LoginVisit {
    /** Show the sign-in form. */
    FORM,
    /** Send a page of this site that opens {@link #bounceFor} once. */
    BOUNCE,
    /** The session is valid: redirect to the path that the user wanted. */
    SIGNED_IN;

    /**
     * The beginning of the second request's query. The parameter {@code back} follows it, because its value may contain
     * the same text.
     */
    private static final String BOUNCED = "bounced=1";

    /**
     * Decides the answer.
     *
     * @param rawQuery the query of the request, still encoded
     * @param fetchSite the header {@code Sec-Fetch-Site}; a browser that does not send it gets the form
     * @param signedIn whether the request is authenticated
     */
    public static LoginVisit of(Optional<String> rawQuery, Optional<String> fetchSite, boolean signedIn) {
        if (rawQuery.filter(query -> (query + "&").startsWith(BOUNCED + "&")).isPresent()) {
            return signedIn ? SIGNED_IN : FORM;
        }
        return !signedIn && fetchSite.filter("cross-site"::equals).isPresent() ? BOUNCE : FORM;
    }

    /** Returns the address of the second request, which leads back to the path after the sign-in. */
    public static String bounceFor(String path) {
        return "/login?" + BOUNCED + "&back="
                + URLEncoder.encode(ReturnPath.local(Optional.of(path)), StandardCharsets.UTF_8);
    }
}
