package io.slackwater.policy;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** restic's {@code check --read-data-subset} (restic documentation, "Checking integrity and consistency"). */
final class DataSubset {

    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");
    private static final Pattern PART = Pattern.compile("(\\d{1,3})/(\\d{1,3})");
    private static final Pattern SIZE = Pattern.compile("[1-9]\\d{0,11}[KMGT]");

    /** restic refuses a finer division. */
    private static final int MOST_PARTS = 256;

    private DataSubset() {}

    static Read<String> read() {
        return Read.of(
                "a percentage like 5%, a part like 1/7, or a size like 500M",
                text -> {
                    Matcher percent = PERCENT.matcher(text);
                    if (percent.matches()) {
                        BigDecimal value = new BigDecimal(percent.group(1));
                        if (value.signum() == 0 || value.compareTo(new BigDecimal(100)) > 0) {
                            throw new Read.Refused("is not above 0% and up to 100%");
                        }
                        return text;
                    }
                    Matcher part = PART.matcher(text);
                    if (part.matches()) {
                        int n = Integer.parseInt(part.group(1));
                        int of = Integer.parseInt(part.group(2));
                        if (n < 1 || n > of || of > MOST_PARTS) {
                            throw new Read.Refused(
                                    "is not a part: the first number is 1 to the second, the second at most "
                                            + MOST_PARTS);
                        }
                        return text;
                    }
                    if (!SIZE.matcher(text).matches()) {
                        throw new Read.Refused("is none of restic's subsets");
                    }
                    return text;
                });
    }
}
