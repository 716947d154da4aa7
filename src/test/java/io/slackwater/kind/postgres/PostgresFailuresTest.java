package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.ToolFailures;
import io.slackwater.journal.EndCause;
import io.slackwater.kind.redis.RedisFailures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresFailuresTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | pg_dump: error: connection to server on socket failed: FATAL:  the database system is starting up | true | is not ready",
                "1 | pg_dump: error: query failed: FATAL:  terminating connection due to administrator command | true | ended the connection",
                "1 | FATAL:  sorry, too many clients already | true | lacks connections",
                "1 | pg_dump: error: query failed: ERROR:  permission denied for table accounts | false | pg_read_all_data",
                "1 | pg_dump: error: connection failed: FATAL:  permission denied for database \"app\" | false | pg_read_all_data",
                "1 | FATAL:  database \"x\" is not currently accepting connections | false | renamed or closed",
                "1 | pg_dump: error: aborting because of server version mismatch | false | server version mismatch",
                "1 | ERROR:  invalid page in block 3 of relation base/1/2 | false | invalid page in block 3",
                "127 | timeout: failed to run command 'pg_dump': No such file or directory | false | no such program",
                "126 | '' | true | the container was being stopped",
                "137 | '' | true | signal 9",
                "3 | something nobody knows | false | something nobody knows",
            })
    void aServerMessageIsExplainedWithItsRemedy(int code, String stderr, boolean later, String word) {
        CaptureException failure = PostgresFailures.FAILURES.explain("dump of x", code, stderr);
        assertThat(failure).hasMessageContainingAll("dump of x", word);
        assertThat(failure.endCause()).isEqualTo(later ? EndCause.SOURCE : EndCause.SOURCE_INVALID);
    }

    @Test
    void aLockIsReportedWithTheWaitingTables() {
        String stderr = "pg_dump: error: query failed: ERROR:  canceling statement due to lock timeout\n"
                + "pg_dump: detail: Query was: LOCK TABLE public.orders IN ACCESS SHARE MODE";
        CaptureException failure = PostgresFailures.FAILURES.explain("dump of x", 1, stderr);
        assertThat(failure).hasMessageContainingAll("public.orders", "waited too long for a lock");
        assertThat(failure.endCause()).isEqualTo(EndCause.SOURCE);
    }

    @Test
    void tooManyLocksAreReportedForAnyStatement() {
        String stderr = "pg_dump: error: query failed: ERROR:  out of shared memory\n"
                + "HINT:  You might need to increase \"max_locks_per_transaction\".\n"
                + "pg_dump: detail: Query was: LOCK TABLE public.t1, public.t2, publ\n…\nlic.error_log, public.failed";
        CaptureException failure = PostgresFailures.FAILURES.explain("dump of x", 1, stderr);
        assertThat(failure)
                .hasMessageContainingAll("ERROR:  out of shared memory", "HINT:  You might need", "restart the server");
        assertThat(failure.endCause()).isEqualTo(EndCause.SOURCE_INVALID);
    }

    @Test
    void aDatabaseThatWasDroppedBeforeItsFirstDumpIsNotSaidToHaveSnapshots() {
        assertThat(PostgresFailures.FAILURES.explain("dump of x", 1, "FATAL:  database \"x\" does not exist"))
                .hasMessageEndingWith("The database was dropped, renamed or closed since the last inspection");
    }

    @Test
    void aVeryLongMessageIsShortened() {
        assertThat(ToolFailures.essence("error: " + "x".repeat(10_000))).hasSizeLessThan(300);
        assertThat(ToolFailures.essence("")).isNotEmpty();
        assertThat(RedisFailures.FAILURES.explain("dump of x", 1, "WRONGPASS invalid pair or user is disabled."))
                .hasMessageContaining("disabled. The server refuses");
    }
}
