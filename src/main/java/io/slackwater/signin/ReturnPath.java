package io.slackwater.signin;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Determines the path that the browser opens after the sign-in. It is always a path of this host. */
public final class ReturnPath {

    private static final String HOME = "/";
    private static final int LONGEST = 2000;
    /**
     * A slash, then no second slash or backslash: browsers would read both as the start of another host's address.
     * Printable ASCII only.
     */
    private static final Pattern LOCAL = Pattern.compile("/([!-.0-\\[\\]-~][!-\\[\\]-~]*)?");

    private ReturnPath() {}

    /** Returns the path if it is local and no sign-in page; otherwise {@code /}. */
    public static String local(Optional<String> path) {
        return path.filter(one -> one.length() <= LONGEST)
                .filter(one -> LOCAL.matcher(one).matches())
                .filter(one -> !one.matches("/log(in|out)([?#/].*)?"))
                .orElse(HOME);
    }

    /**
     * Reads the path from the query of the sign-in page. Nginx cannot encode the path, so a path that is not encoded
     * extends to the end of the query.
     */
    public static String fromQuery(Optional<String> rawQuery) {
        return local(rawQuery.flatMap(ReturnPath::afterBack).flatMap(ReturnPath::decoded));
    }

    private static Optional<String> afterBack(String query) {
        int start = ("&" + query).indexOf("&back=");
        return start < 0 ? Optional.empty() : Optional.of(query.substring(start + "back=".length()));
    }

    /** Returns the address of the sign-in page that leads back to the path. */
    public static String loginFor(String path) {
        return "/login?back=" + URLEncoder.encode(local(Optional.of(path)), StandardCharsets.UTF_8);
    }

    private static Optional<String> decoded(String back) {
        if (!back.toLowerCase(Locale.ROOT).startsWith("%2f")) {
            return Optional.of(back);
        }
        try {
            return Optional.of(URLDecoder.decode(back.split("&", 2)[0], StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
