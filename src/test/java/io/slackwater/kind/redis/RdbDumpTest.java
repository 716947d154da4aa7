package io.slackwater.kind.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RdbDumpTest {

    @Property(tries = 300)
    void theTrailerIsRemovedForChunksOfAnySize(
            @ForAll @IntRange(max = 400_000) int content,
            @ForAll boolean trailer,
            @ForAll @IntRange(min = 1, max = 200_000) int piece,
            @ForAll @IntRange(min = 1, max = 200_000) int chunk,
            @ForAll long seed)
            throws Exception {
        byte[] rdb = Rdbs.whole(content, seed);
        assertThat(dumped(trailer ? Rdbs.withTrailer(rdb) : rdb, piece, chunk)).isEqualTo(rdb);
    }

    @Property(tries = 200)
    void aDumpTruncatedAtAnyByteFailsTheCheck(
            @ForAll @IntRange(max = 5000) int content,
            @ForAll @IntRange(min = 1, max = 5000) int missing,
            @ForAll long seed)
            throws Exception {
        byte[] rdb = Rdbs.whole(content, seed);
        byte[] cut = Arrays.copyOf(rdb, Math.max(0, rdb.length - missing));
        assertDamaged(dumped(cut, 1000, 512));
    }

    @Property(tries = 200)
    void aFlippedBitFailsTheCheck(@ForAll @IntRange(max = 3000) int content, @ForAll @IntRange(max = 100_000) int at)
            throws Exception {
        byte[] rdb = Rdbs.whole(content, 3);
        rdb[at % rdb.length] ^= 4;
        assertDamaged(dumped(Rdbs.withTrailer(rdb), 700, 512));
    }

    @Test
    void aTruncatedTrailerFailsTheCheck() throws Exception {
        byte[] sent = Rdbs.withTrailer(Rdbs.whole(1000, 5));
        for (int missing = 1; missing < RdbDump.TRAILER; missing++) {
            assertDamaged(dumped(Arrays.copyOf(sent, sent.length - missing), 99, 512));
        }
    }

    @Test
    void aDumpWithoutAChecksumNeedsAToolThatReadsIt() throws Exception {
        byte[] rdb = Rdbs.withoutChecksum(1000, 5);
        assertThat(dumped(Rdbs.withTrailer(rdb), 99, 512)).isEqualTo(rdb);

        RdbCheck check = new RdbCheck("dump of x");
        check.write(rdb, 0, rdb.length);
        check.judge(127, "not found");
        assertThatThrownBy(check::complete)
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_CHECKED))
                .hasMessageContaining("rdbchecksum");
        check.judge(0, "");
        check.complete();
    }

    @Property(tries = 200)
    void theCheckGivesTheSameVerdictForChunksOfAnySize(
            @ForAll @IntRange(max = 3000) int content,
            @ForAll @IntRange(min = 1, max = 1500) int piece,
            @ForAll long seed)
            throws Exception {
        byte[] rdb = Rdbs.whole(content, seed);
        assertThatCode(() -> check(rdb, piece, seed)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(Arrays.copyOf(rdb, rdb.length - 1), piece, seed))
                .isInstanceOf(CaptureException.class);
        assertThatThrownBy(() -> check(Rdbs.withTrailer(rdb), piece, seed)).isInstanceOf(CaptureException.class);
        rdb[content / 2] ^= 1;
        assertThatThrownBy(() -> check(rdb, piece, seed)).isInstanceOf(CaptureException.class);
    }

    private static byte[] dumped(byte[] sent, int piece, int chunk) throws Exception {
        try (RdbDump dump = new RdbDump(Rdbs.pieces(sent, piece, 1))) {
            byte[] rdb = Rdbs.drained(dump, chunk);
            dump.finish();
            return rdb;
        }
    }

    private static void assertDamaged(byte[] stored) {
        assertThatThrownBy(() -> check(stored, 1000, 1))
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_WHOLE))
                .hasMessageContaining("Bad checksum");
    }

    private static void check(byte[] rdb, int piece, long seed) throws Exception {
        var source = Rdbs.pieces(rdb, piece, seed);
        byte[] buffer = new byte[piece];
        try (RdbCheck check = new RdbCheck("dump of x")) {
            for (int n = source.read(buffer, 0, piece); n >= 0; n = source.read(buffer, 0, piece)) {
                check.write(buffer, 0, n);
            }
            check.complete();
        }
    }
}
