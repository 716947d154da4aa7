package io.slackwater.signin;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The path to open after signing in: always a path of this host. */
public final class ReturnPath {

    private static final String HOME = "/";
    private static final int LONGEST = 2000;
    /** One slash, then neither a slash nor a backslash (which browsers take for one); printable ASCII throughout. */
    private static final Pattern LOCAL = Pattern.compile("/([!-.0-\\[\\]-~][!-\\[\\]-~]*)?");

    private ReturnPath() {}

    /** The path itself when it is local and not a sign-in page, otherwise {@code /}. */
    public static String local(Optional<String> path) {
        return path.filter(one -> one.length() <= LONGEST)
                .filter(one -> LOCAL.matcher(one).matches())
                .filter(one -> !one.matches("/log(in|out)([?#/].*)?"))
                .orElse(HOME);
    }

    /**
     * The path in the query of the login page. Nginx cannot encode it: a path that is not encoded is everything after {@code back=}.
     */
    public static String fromQuery(Optional<String> rawQuery) {
        return local(rawQuery.flatMap(ReturnPath::afterBack).flatMap(ReturnPath::decoded));
    }

    private static Optional<String> afterBack(String query) {
        int start = ("&" + query).indexOf("&back=");
        return start < 0 ? Optional.empty() : Optional.of(query.substring(start + "back=".length()));
    }

    /** The address of the login page that returns to the path. */
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
