package io.slackwater.repository;

/**
 * Escapes an absolute path for a line of restic's {@code --include-file}. restic trims each line, expands {@code
 * $NAME}, and interprets the rest as a pattern of Go's {@code filepath.Match} (restic documentation, "Excluding
 * Files").
 */
final class IncludePattern {

    private IncludePattern() {}

    /** A pattern that matches only this path. The path must not contain a newline. */
    static String of(String path) {
        StringBuilder pattern = new StringBuilder(path.length() + 8);
        for (int i = 0; i < path.length(); ) {
            int c = path.codePointAt(i);
            i += Character.charCount(c);
            boolean last = i == path.length();
            switch (c) {
                case '\\', '*', '?', '[', ']' -> pattern.append('\\').appendCodePoint(c);
                case '$' -> pattern.append("$$");
                default -> {
                    // restic would trim it at the end of a line.
                    if (last && isTrimmed(c)) {
                        pattern.append('[').appendCodePoint(c).append(']');
                    } else {
                        pattern.appendCodePoint(c);
                    }
                }
            }
        }
        return pattern.toString();
    }

    /** Whether restic trims the character, as Go's unicode.IsSpace does. */
    private static boolean isTrimmed(int c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
    }
}
