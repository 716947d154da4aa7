package io.slackwater.kind.postgres;

import io.slackwater.kind.postgres.SqlStatement.Kind;
import io.slackwater.kind.postgres.SqlStatement.Token;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Splits a script of {@code pg_dump}, {@code pg_dumpall} or {@code pg_restore} into statements, as psql does (PostgreSQL documentation,
 * 4.1 Lexical Structure). Comments and psql's own commands are left out: these programs write comments with two dashes only. Holds
 * one statement at a time.
 */
final class SqlScript {

    private static final int END = -1;

    private final PushbackReader in;
    private final StringBuilder text = new StringBuilder();
    private final List<Token> tokens = new ArrayList<>();
    private int depth;

    private SqlScript(Reader in) {
        this.in = new PushbackReader(in, 2);
    }

    /** Reads the script to its end. A statement without a semicolon at the end of the script is left out. */
    static void read(Reader script, Consumer<SqlStatement> sink) throws IOException {
        new SqlScript(script).read(sink);
    }

    static List<SqlStatement> statements(String script) {
        List<SqlStatement> statements = new ArrayList<>();
        try {
            read(new StringReader(script), statements::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return statements;
    }

    private void read(Consumer<SqlStatement> sink) throws IOException {
        for (int c = in.read(); c != END; c = in.read()) {
            if (Character.isWhitespace(c)) {
                append(c, !tokens.isEmpty());
            } else if (c == '-' && peek() == '-') {
                skipLine();
            } else if (c == '\\' && tokens.isEmpty()) {
                skipLine();
            } else {
                token(c);
                if (c == ';' && depth == 0) {
                    sink.accept(new SqlStatement(text.toString(), tokens));
                    text.setLength(0);
                    tokens.clear();
                }
            }
        }
    }

    private void token(int first) throws IOException {
        int start = text.length();
        text.append((char) first);
        Kind kind = switch (first) {
            case '\'' -> quoted('\'', false, Kind.STRING);
            case '"' -> quoted('"', false, Kind.QUOTED);
            case '$' -> dollar();
            default -> word(first) ? rest(first) : symbol(first);
        };
        tokens.add(new Token(kind, text.substring(start), start));
    }

    private Kind symbol(int c) {
        if (c == '(') {
            depth++;
        } else if (c == ')' && depth > 0) {
            depth--;
        }
        return Kind.SYMBOL;
    }

    /** A word, or a string that begins with a letter. */
    private Kind rest(int first) throws IOException {
        int length = 1;
        while (word(peek()) || peek() == '$') {
            text.append((char) in.read());
            length++;
        }
        if (length == 1 && peek() == '\'' && "eEbBxXnN".indexOf(first) >= 0) {
            text.append((char) in.read());
            return quoted('\'', first == 'e' || first == 'E', Kind.STRING);
        }
        return Kind.WORD;
    }

    private Kind quoted(char quote, boolean escapes, Kind kind) throws IOException {
        for (int c = in.read(); c != END; c = in.read()) {
            text.append((char) c);
            if (c == '\\' && escapes) {
                append(in.read(), true);
            } else if (c == quote) {
                if (peek() != quote) {
                    break;
                }
                text.append((char) in.read());
            }
        }
        return kind;
    }

    /** A string in dollars, or the number of a parameter. */
    private Kind dollar() throws IOException {
        StringBuilder tag = new StringBuilder("$");
        while (word(peek())) {
            tag.append((char) in.read());
        }
        text.append(tag, 1, tag.length());
        if (peek() != '$' || (tag.length() > 1 && Character.isDigit(tag.charAt(1)))) {
            return Kind.SYMBOL;
        }
        tag.append((char) in.read());
        text.append('$');
        int begin = text.length();
        for (int c = in.read(); c != END; c = in.read()) {
            text.append((char) c);
            int from = text.length() - tag.length();
            if (c == '$' && from >= begin && text.indexOf(tag.toString(), from) == from) {
                break;
            }
        }
        return Kind.STRING;
    }

    private void skipLine() throws IOException {
        for (int c = in.read(); c != END && c != '\n'; c = in.read()) {
            // Skipped.
        }
        append('\n', !tokens.isEmpty());
    }

    private void append(int c, boolean wanted) {
        if (wanted && c != END) {
            text.append((char) c);
        }
    }

    private int peek() throws IOException {
        int c = in.read();
        if (c != END) {
            in.unread(c);
        }
        return c;
    }

    private static boolean word(int c) {
        return c == '_' || c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
