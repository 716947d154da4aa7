package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Statements end where psql ends them, whatever strings, names and comments contain. */
class SqlScriptTest {

    @Test
    void semicolonsInStringsNamesAndCommentsEndNoStatement() {
        assertThat(texts("""
                -- a; comment
                SELECT 'a;''b', -- c; it's
                "d;""e";
                SELECT E'it\\'s;', $$f;$$, $t$g; $$ $t$, $1;
                """))
                .containsExactly("SELECT 'a;''b', \n\"d;\"\"e\";", "SELECT E'it\\'s;', $$f;$$, $t$g; $$ $t$, $1;");
    }

    @Test
    void aStringThatLooksLikeAStatementIsAString() {
        String statement = "ALTER DATABASE a SET b TO 'x\n\\connect evil\nALTER DATABASE a OWNER TO evil;\n-- no';";

        assertThat(texts(statement + "\n\\connect a\nSET c = 1;")).containsExactly(statement, "SET c = 1;");
    }

    @Test
    void semicolonsInParenthesesEndNoStatement() {
        assertThat(texts("CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2); SELECT 3;"))
                .hasSize(2);
    }

    @Test
    void aDollarInAWordBeginsNoString() {
        assertThat(texts("SELECT a$b$c; SELECT 1;")).hasSize(2);
    }

    @Test
    void aQuotedNameIsNoKeyword() {
        SqlStatement statement = SqlScript.statements("GRANT ALL ON \"DATABASE\" TO \"a \"\"b\", c;")
                .getFirst();

        assertThat(statement.find("ON", "DATABASE")).isEqualTo(-1);
        assertThat(statement.identifier(statement.find("TO") + 1))
                .map(SqlStatement.Token::name)
                .contains("a \"b");
    }

    @Test
    void anUnterminatedStatementIsSkipped() {
        assertThat(texts("SELECT 1; SELECT 2")).containsExactly("SELECT 1;");
    }

    @Test
    void aLongStringIsOneTokenInBoundedMemoryOfTheStack() {
        String quotes = "'" + "x''".repeat(500_000) + "'";
        String escapes = "E'" + "\\'x".repeat(500_000) + "'";
        String dollars = "$body$" + "$b;'".repeat(500_000) + "$body$";
        String name = "\"" + "\"\";".repeat(500_000) + "\"";
        String statement = "SELECT " + quotes + ", " + escapes + ", " + dollars + " AS " + name + ";";

        assertThat(texts(statement + " SELECT 2;")).containsExactly(statement, "SELECT 2;");
    }

    @Test
    void aStringWithoutItsEndHidesTheRest() {
        for (String begin : List.of("'", "E'", "\"", "$$", "$a$")) {
            assertThat(texts("SELECT 1; SELECT " + begin + "a; DROP TABLE t;"))
                    .as(begin)
                    .containsExactly("SELECT 1;");
        }
    }

    @Test
    void aBackslashWithinAStatementIsAToken() {
        assertThat(SqlScript.statements("ALTER DATABASE app \\! id;").getFirst().find("\\"))
                .isEqualTo(3);
    }

    private static List<String> texts(String script) {
        return SqlScript.statements(script).stream().map(SqlStatement::text).toList();
    }
}
