package io.slackwater.repository;

/**
 * One absolute path as a line of restic's {@code --include-file}. restic trims each line, expands {@code $NAME}, and takes the rest
 * as a Go {@code filepath.Match} pattern (restic documentation, "Excluding Files").
 */
final class IncludePattern {

    private IncludePattern() {}

    /** A pattern that matches only the path, which has no newline. */
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

    /** Go's unicode.IsSpace. */
    private static boolean isTrimmed(int c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
    }
}
