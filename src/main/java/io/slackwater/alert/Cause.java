package io.slackwater.alert;

import java.util.regex.Pattern;

/**
 * Why there is an alarm, without what differs each time for the same reason: times, ids, lines, sizes. Two details with the same
 * cause are news of one trouble, two causes are two troubles.
 */
record Cause(String words) {

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z?");
    private static final Pattern ID = Pattern.compile("\\b(?=[0-9a-f-]*\\d)[0-9a-f]{8,}(-[0-9a-f]+)*\\b");
    /** Not the number in a name: {@code shop-db2} is another dataset than {@code shop-db1}. */
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\p{L}\\p{N}_.-])\\d++([.,:]\\d++)*+(ms|s|m|h)?+(?![\\p{L}\\p{N}_-])");

    static Cause of(String detail) {
        String words = TIME.matcher(detail).replaceAll("#");
        words = ID.matcher(words).replaceAll("#");
        return new Cause(NUMBER.matcher(words).replaceAll("#"));
    }
}
