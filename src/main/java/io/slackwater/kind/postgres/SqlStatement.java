package io.slackwater.kind.postgres;

import java.util.List;
import java.util.Optional;

/**
 * One SQL statement with its tokens. Immutable.
 *
 * @param text the original text, with its semicolon
 */
record SqlStatement(String text, List<Token> tokens) {

    SqlStatement {
        tokens = List.copyOf(tokens);
    }

    /** The type of a token. Only a word can be a keyword. */
    enum Kind {
        WORD,
        /** A quoted identifier. */
        QUOTED,
        /** A string in single quotes or dollar quotes. */
        STRING,
        SYMBOL
    }

    /**
     * A token of the statement.
     *
     * @param text the original text, with its quotes
     * @param start the index in the statement's text
     */
    record Token(Kind kind, String text, int start) {

        boolean is(String keyword) {
            return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(keyword);
        }

        boolean identifier() {
            return kind == Kind.WORD || kind == Kind.QUOTED;
        }

        /** The name without quotes. {@code pg_dump} quotes every identifier that is not in lower case. */
        String name() {
            return kind == Kind.QUOTED ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
        }
    }

    /** Whether the statement begins with these keywords. */
    boolean begins(String... keywords) {
        return at(0, keywords);
    }

    /** Whether these keywords stand at this index of the tokens. */
    boolean at(int index, String... keywords) {
        if (index < 0 || tokens.size() < index + keywords.length) {
            return false;
        }
        for (int i = 0; i < keywords.length; i++) {
            if (!tokens.get(index + i).is(keywords[i])) {
                return false;
            }
        }
        return true;
    }

    /** The index of the first token at which these keywords stand, or -1. */
    int find(String... keywords) {
        for (int i = 0; i < tokens.size(); i++) {
            if (at(i, keywords)) {
                return i;
            }
        }
        return -1;
    }

    /** The index of the token with the object's name; -1 for an object of another type. */
    int object(String type) {
        if (begins("CREATE", type) || begins("ALTER", type)) {
            return 2;
        }
        boolean on = begins("COMMENT") || begins("SECURITY", "LABEL") || begins("GRANT") || begins("REVOKE");
        int at = on ? find("ON", type) : -1;
        return at < 0 ? -1 : at + 2;
    }

    /** The identifier at this index; empty when there is none. */
    Optional<Token> identifier(int index) {
        return index >= 0 && index < tokens.size() && tokens.get(index).identifier()
                ? Optional.of(tokens.get(index))
                : Optional.empty();
    }

    /** The statement's text with one token replaced. */
    String with(int index, String other) {
        Token token = tokens.get(index);
        return text.substring(0, token.start())
                + other
                + text.substring(token.start() + token.text().length());
    }

    /** The statement's text without the tokens from index {@code from} to index {@code to - 1}. */
    String without(int from, int to) {
        return text.substring(0, tokens.get(from).start())
                + text.substring(tokens.get(to).start());
    }
}
