package io.slackwater.kind.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import java.io.IOException;
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
        RdbDump dump =
                new RdbDump("dump", Rdbs.pieces(trailer ? Rdbs.withTrailer(rdb) : rdb, piece, seed), () -> false);
        assertThat(Rdbs.drained(dump, chunk)).isEqualTo(rdb);
        dump.finish();
    }

    @Property(tries = 200)
    void aDumpTruncatedAtAnyByteIsRefused(
            @ForAll @IntRange(max = 5000) int content,
            @ForAll @IntRange(min = 1, max = 5000) int missing,
            @ForAll long seed)
            throws Exception {
        byte[] rdb = Rdbs.whole(content, seed);
        byte[] cut = Arrays.copyOf(rdb, Math.max(0, rdb.length - missing));
        RdbDump dump = new RdbDump("dump of x", Rdbs.pieces(cut, 1000, seed), () -> true);
        Rdbs.drained(dump, 512);
        assertThatThrownBy(dump::finish).isInstanceOf(IOException.class).hasMessageContaining("Bad checksum");
    }

    @Property(tries = 200)
    void aFlippedBitIsRefused(@ForAll @IntRange(max = 3000) int content, @ForAll @IntRange(max = 100_000) int at)
            throws Exception {
        byte[] rdb = Rdbs.whole(content, 3);
        rdb[at % rdb.length] ^= 4;
        RdbDump dump = new RdbDump("dump of x", Rdbs.pieces(Rdbs.withTrailer(rdb), 700, 1), () -> true);
        Rdbs.drained(dump, 512);
        assertThatThrownBy(dump::finish).hasMessageContaining("Bad checksum");
    }

    @Test
    void aTruncatedTrailerIsRefused() throws Exception {
        byte[] sent = Rdbs.withTrailer(Rdbs.whole(1000, 5));
        for (int missing = 1; missing < RdbEnd.TRAILER; missing++) {
            RdbDump dump = new RdbDump(
                    "dump of x", Rdbs.pieces(Arrays.copyOf(sent, sent.length - missing), 99, 1), () -> true);
            Rdbs.drained(dump, 512);
            assertThatThrownBy(dump::finish).hasMessageContaining("Bad checksum");
        }
    }

    @Test
    void aDumpWithoutAChecksumNeedsTheSettingOfTheServer() throws Exception {
        byte[] rdb = Rdbs.withoutChecksum(1000, 5);
        RdbDump confirmed = new RdbDump("dump of x", Rdbs.pieces(Rdbs.withTrailer(rdb), 99, 1), () -> true);
        assertThat(Rdbs.drained(confirmed, 512)).isEqualTo(rdb);
        confirmed.finish();

        RdbDump denied = new RdbDump("dump of x", Rdbs.pieces(rdb, 99, 1), () -> false);
        Rdbs.drained(denied, 512);
        assertThatThrownBy(denied::finish).hasMessageContaining("rdbchecksum");
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

    private static void check(byte[] rdb, int piece, long seed) throws Exception {
        var source = Rdbs.pieces(rdb, piece, seed);
        byte[] buffer = new byte[piece];
        try (RdbCheck check = new RdbCheck("dump of x", java.util.Optional.empty())) {
            for (int n = source.read(buffer, 0, piece); n >= 0; n = source.read(buffer, 0, piece)) {
                check.write(buffer, 0, n);
            }
            check.complete();
        }
    }
}
