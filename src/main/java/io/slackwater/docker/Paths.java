package io.slackwater.docker;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names as parts of the daemon's paths. */
final class Paths {

    private Paths() {}

    /** The text as one segment of a path or one value of a query. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
