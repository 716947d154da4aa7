package io.slackwater.alert;

import java.util.regex.Pattern;

/**
 * The detail of an alarm without its variable parts: times, ids, lines, sizes. Equal causes are one problem.
 */
record Cause(String words) {

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z?");
    private static final Pattern ID = Pattern.compile("\\b(?=[0-9a-f-]*\\d)[0-9a-f]{8,}(-[0-9a-f]+)*\\b");
    /** Excludes numbers in names: {@code shop-db2} is another dataset than {@code shop-db1}. */
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\p{L}\\p{N}_.-])\\d++([.,:]\\d++)*+(ms|s|m|h)?+(?![\\p{L}\\p{N}_-])");

    static Cause of(String detail) {
        String words = TIME.matcher(detail).replaceAll("#");
        words = ID.matcher(words).replaceAll("#");
        return new Cause(NUMBER.matcher(words).replaceAll("#"));
    }
}
