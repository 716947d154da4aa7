package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Memberships of a server whose first superuser is appowner, for a server whose first superuser is postgres. */
class RoleMembershipsTest {

    @Test
    void theFirstSuperuserOfTheSourceIsNoGrantorInTheTarget() {
        assertThat(script("""
                GRANT readers TO webapp WITH INHERIT TRUE GRANTED BY appowner;
                GRANT readers TO lead WITH ADMIN OPTION, INHERIT TRUE, SET FALSE GRANTED BY appowner;
                """))
                .containsExactly(
                        "GRANT readers TO webapp WITH INHERIT TRUE ;",
                        "GRANT readers TO lead WITH ADMIN OPTION, INHERIT TRUE, SET FALSE ;");
    }

    @Test
    void theFirstSuperuserIsKnownByAGrantBeforeItsOwnAdminOption() {
        assertThat(script("""
                GRANT readers TO appowner WITH ADMIN OPTION, INHERIT TRUE GRANTED BY appowner;
                GRANT readers TO webapp WITH INHERIT TRUE GRANTED BY appowner;
                """)).noneMatch(one -> one.contains("GRANTED BY"));
    }

    @Test
    void aGrantorWithTheAdminOptionStaysTheGrantor() {
        String grant = "GRANT readers TO webapp WITH INHERIT TRUE GRANTED BY \"Le \"\"ad\";";

        assertThat(script("GRANT readers TO \"Le \"\"ad\" WITH ADMIN OPTION GRANTED BY appowner;\n" + grant))
                .last()
                .isEqualTo(grant);
    }

    @Test
    void theAdminOptionOnAnotherRoleDoesNotCount() {
        assertThat(script("""
                GRANT writers TO lead WITH ADMIN OPTION GRANTED BY appowner;
                GRANT readers TO webapp GRANTED BY lead;
                """))
                .containsExactly("GRANT writers TO lead WITH ADMIN OPTION ;", "GRANT readers TO webapp ;");
    }

    @Test
    void aGrantorOfAServerBeforeVersion16NeedsNoAdminOption() {
        assertThat(script("GRANT a TO b GRANTED BY c;\nGRANT a TO c WITH ADMIN OPTION GRANTED BY c;\nGRANT a TO d;"))
                .containsExactly("GRANT a TO b ;", "GRANT a TO c WITH ADMIN OPTION ;", "GRANT a TO d;");
    }

    @Test
    void noOtherRoleGrantsAMembershipToTheFirstSuperuserOfTheTarget() {
        assertThat(script("""
                GRANT readers TO lead WITH ADMIN OPTION GRANTED BY appowner;
                GRANT readers TO postgres WITH ADMIN OPTION GRANTED BY lead;
                GRANT readers TO webapp GRANTED BY postgres;
                """))
                .containsExactly(
                        "GRANT readers TO lead WITH ADMIN OPTION ;",
                        "GRANT readers TO postgres WITH ADMIN OPTION ;",
                        "GRANT readers TO webapp GRANTED BY postgres;");
    }

    @Test
    void namesAndStringsThatReadLikeAGrantorStay() {
        List<String> others = List.of(
                "COMMENT ON ROLE readers IS 'GRANT a TO b GRANTED BY appowner;';",
                "ALTER ROLE webapp SET \"app.note\" TO 'two\nlines GRANTED BY appowner';",
                "GRANT SET ON PARAMETER work_mem TO readers WITH GRANT OPTION;",
                "GRANT ALL ON TABLESPACE fast TO readers;");
        String name = "\"a\nGRANT b TO c GRANTED BY appowner;\"";

        assertThat(script(String.join("\n", others))).isEqualTo(others);
        assertThat(script("GRANT granted TO by GRANTED BY appowner;\nGRANT by TO granted;\nGRANT " + name
                        + " TO \"GRANTED\" GRANTED BY appowner;"))
                .containsExactly(
                        "GRANT granted TO by ;", "GRANT by TO granted;", "GRANT " + name + " TO \"GRANTED\" ;");
    }

    private static List<String> script(String dump) {
        List<SqlStatement> statements = SqlScript.statements(dump);
        RoleMemberships memberships = RoleMemberships.of(statements, "postgres");
        return statements.stream().map(memberships::text).toList();
    }
}
