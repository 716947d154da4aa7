package io.slackwater.kind.postgres;

import io.slackwater.kind.postgres.SqlStatement.Kind;
import io.slackwater.kind.postgres.SqlStatement.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a script of {@code pg_dump}, {@code pg_dumpall} or {@code pg_restore} into statements, as psql does
 * (PostgreSQL documentation, 4.1 Lexical Structure). Skips comments and psql's own commands. These programs write only
 * comments with two dashes.
 */
final class SqlScript {

    /** The pattern at the beginning of a statement, where a command of psql is possible too. */
    private static final Pattern FIRST = token("\\s++|--[^\\n]*+|\\\\[^\\n]*+");

    private static final Pattern NEXT = token("\\s++|--[^\\n]*+");

    private final StringBuilder text = new StringBuilder();
    private final List<Token> tokens = new ArrayList<>();
    private final List<SqlStatement> statements = new ArrayList<>();
    private int depth;

    private SqlScript() {}

    /**
     * The pattern of one token. Its quantifiers are possessive, so that a long string needs no deep stack. An unclosed
     * string extends to the end of the script.
     */
    private static Pattern token(String space) {
        String letter = "[\\w[^\\x00-\\x7f]]";
        return Pattern.compile(
                "(?<space>" + space + ")"
                        + "|(?<string>[eE]'[^'\\\\]*+(?:(?:''|\\\\.)[^'\\\\]*+)*+'?+"
                        + "|[bBxXnN]?'[^']*+(?:''[^']*+)*+'?+"
                        + "|\\$(?<tag>(?:(?!\\d)" + letter + "++)?+)\\$.*?(?:\\$\\k<tag>\\$|\\z))"
                        + "|(?<quoted>\"[^\"]*+(?:\"\"[^\"]*+)*+\"?+)"
                        + "|(?<word>" + letter + "(?:" + letter + "|\\$)*+)"
                        + "|\\$" + letter + "*+|.",
                Pattern.DOTALL);
    }

    /** The statements of the script. Drops a last statement without a semicolon. */
    static List<SqlStatement> statements(String script) {
        SqlScript state = new SqlScript();
        Matcher found = FIRST.matcher(script);
        while (found.usePattern(state.tokens.isEmpty() ? FIRST : NEXT).find()) {
            state.take(found);
        }
        return state.statements;
    }

    private void take(MatchResult found) {
        String token = found.group();
        boolean space = found.group("space") != null;
        if (space && tokens.isEmpty()) {
            return;
        }
        if (!space) {
            tokens.add(new Token(kind(found), token, text.length()));
        }
        text.append(token.startsWith("--") ? "" : token);
        depth = Math.max(0, depth + (token.equals("(") ? 1 : token.equals(")") ? -1 : 0));
        if (token.equals(";") && depth == 0) {
            statements.add(new SqlStatement(text.toString(), tokens));
            text.setLength(0);
            tokens.clear();
        }
    }

    private static Kind kind(MatchResult found) {
        if (found.group("string") != null) {
            return Kind.STRING;
        }
        if (found.group("quoted") != null) {
            return Kind.QUOTED;
        }
        return found.group("word") != null ? Kind.WORD : Kind.SYMBOL;
    }
}
