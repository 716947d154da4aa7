package io.slackwater.alert.channel;

/** Fits texts into the limits of receivers. Pure. */
final class PlainText {

    private static final String MORE = "…";

    private PlainText() {}

    /** Returns at most {@code most} characters, never half of a character. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - MORE.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + MORE;
    }

    /** Returns the text without the control characters that receivers refuse. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ");
    }
}
