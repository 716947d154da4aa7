package io.slackwater.signin;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where to go after signing in: only ever a path of this host. */
public final class BackPath {

    private static final String HOME = "/";
    private static final int LONGEST = 2000;
    /** One slash, then neither a slash nor a backslash (which browsers take for one); printable ASCII throughout. */
    private static final Pattern LOCAL = Pattern.compile("/([!-.0-\\[\\]-~][!-\\[\\]-~]*)?");

    private BackPath() {}

    /** The path itself when it is a local one that is not about signing in, otherwise {@code /}. */
    public static String local(Optional<String> path) {
        return path.filter(one -> one.length() <= LONGEST)
                .filter(one -> LOCAL.matcher(one).matches())
                .filter(one -> !one.matches("/log(in|out)([?#/].*)?"))
                .orElse(HOME);
    }

    /**
     * The path in the query of a request for the login page. Encoded, or as it is (Nginx cannot encode): then it is all that
     * follows {@code back=}.
     */
    public static String fromQuery(Optional<String> rawQuery) {
        return local(rawQuery.flatMap(BackPath::afterBack).flatMap(BackPath::decoded));
    }

    private static Optional<String> afterBack(String query) {
        int start = ("&" + query).indexOf("&back=");
        return start < 0 ? Optional.empty() : Optional.of(query.substring(start + "back=".length()));
    }

    /** The address of the login page that leads back to the path. */
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
