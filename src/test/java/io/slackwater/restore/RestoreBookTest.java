package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RestoreRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreBookTest {

    private static final Instant T0 = Instant.parse("2026-03-01T02:00:00Z");
    private static final RestoreTarget VOLUME = new RestoreTarget.Volume("shop-new");

    @TempDir
    Path directory;

    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.fixed(T0, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aRestoreIsKnownAfterARestartAsItEnded() {
        RestoreBook book = new RestoreBook(journal, T0);
        book.begin(begun("r1", Optional.of("in doubt")), VOLUME);
        assertThat(book.find("r1")).contains(begun("r1", Optional.of("in doubt")));
        book.end("r1", RestoreStatus.State.SUCCEEDED, T0.plusSeconds(5), "");

        RestoreBook next = new RestoreBook(journal, T0.plusSeconds(60));
        assertThat(next.broken()).isEmpty();
        assertThat(next.all()).isEqualTo(book.all()).singleElement().satisfies(one -> {
            assertThat(one.state()).isEqualTo(RestoreStatus.State.SUCCEEDED);
            assertThat(one.ended()).contains(T0.plusSeconds(5));
            assertThat(one.warning()).contains("in doubt");
        });
    }

    @Test
    void oneThatRanWhenTheProcessEndedHasFailedAndIsToBeUndoneOnce() {
        new RestoreBook(journal, T0)
                .begin(begun("r1", Optional.empty()), new RestoreTarget.Database(Optional.of("shop-db"), "app"));

        RestoreBook next = new RestoreBook(journal, T0.plusSeconds(60));
        assertThat(next.broken())
                .extracting(RestoreBook::target)
                .containsExactly(new RestoreTarget.Database(Optional.of("shop-db"), "app"));
        assertThat(next.find("r1").orElseThrow().state()).isEqualTo(RestoreStatus.State.FAILED);
        next.waits("r1", "its server is away");
        assertThat(next.find("r1").orElseThrow().message()).isEqualTo("its server is away");
        assertThat(new RestoreBook(journal, T0).broken()).hasSize(1);

        next.end("r1", RestoreStatus.State.FAILED, T0.plusSeconds(70), "removed");
        assertThat(next.broken()).isEmpty();
        assertThat(new RestoreBook(journal, T0).broken()).isEmpty();
        assertThat(new RestoreBook(journal, T0).find("r1").orElseThrow().message())
                .isEqualTo("removed");
    }

    @Test
    void noneHasEndedBeforeTheJournalKnowsIt() {
        RestoreBook book = new RestoreBook(journal, T0);
        book.begin(begun("r1", Optional.empty()), VOLUME);
        journal.close();

        book.end("r1", RestoreStatus.State.SUCCEEDED, T0.plusSeconds(5), "");

        assertThat(book.find("r1").orElseThrow().state()).isEqualTo(RestoreStatus.State.RUNNING);
        assertThatThrownBy(() -> book.begin(begun("r2", Optional.empty()), VOLUME))
                .isInstanceOf(JournalException.class);
        assertThat(book.find("r2")).isEmpty();
    }

    @Test
    void theNewestFiveHundredAreKeptAndAllThatRun() {
        RestoreBook book = new RestoreBook(journal, T0);
        book.begin(begun("first", Optional.empty()), VOLUME);
        for (int i = 0; i < 501; i++) {
            book.begin(at("r" + i, T0.plusSeconds(i + 1)), VOLUME);
            book.end("r" + i, RestoreStatus.State.SUCCEEDED, T0.plusSeconds(i + 2), "");
        }
        assertThat(journal.restores())
                .extracting(RestoreRecord::id)
                .hasSize(501)
                .contains("first", "r1", "r500")
                .doesNotContain("r0");
    }

    private static RestoreStatus at(String id, Instant started) {
        return status(id, started, Optional.empty());
    }

    private static RestoreStatus begun(String id, Optional<String> warning) {
        return status(id, T0, warning);
    }

    private static RestoreStatus status(String id, Instant started, Optional<String> warning) {
        return new RestoreStatus(
                id,
                "shop.cache.rdb",
                "0123456789abcdef",
                "volume shop-new",
                RestoreStatus.State.RUNNING,
                started,
                Optional.empty(),
                "",
                warning);
    }
}
