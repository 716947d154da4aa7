package io.slackwater.alert.channel;

import static io.slackwater.alert.Notice.Event.RAISED;
import static io.slackwater.alert.Notice.Event.RECOVERED;
import static io.slackwater.alert.Notice.Event.REPEATED;
import static io.slackwater.alert.channel.TestNotices.single;
import static io.slackwater.alert.channel.TestNotices.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.ChannelPolicy.Language;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessageTextTest {

    private final MessageText en = text(Language.EN);
    private final MessageText ru = text(Language.RU);

    private static final Report REPORT = new Report(
            TestNotices.T0.minusSeconds(86_400),
            TestNotices.T0,
            1234,
            1230,
            9,
            5L << 30,
            List.of(new Report.Growth("shop.db.app", 1536)),
            List.of(new Report.Failed("shop.web.files", "It failed.\nReally.")),
            List.of("volume media of shop"),
            2);

    @Test
    void anAlarmSaysWhatToDoAndSinceWhenInThePolicysZone() {
        Message alarm = single(RAISED, "Dataset d has no fresh backup");
        assertThat(en.title(alarm)).isEqualTo("[critical] my-stack: Dataset d has no fresh backup");
        assertThat(en.body(alarm)).isEqualTo("""
                Detail ü
                2.

                What to do:
                Remedy.

                Severity: critical
                Since: 2026-06-01 02:00 CEST
                Instance: my-stack""");
    }

    @Test
    void theTitleTheRemedyAndTheFrameOfAnAlarmAreRussian() {
        Message alarm = single(RAISED, "Dataset d has no fresh backup");
        assertThat(ru.title(alarm)).isEqualTo("[критично] my-stack: Заголовок");
        assertThat(ru.body(alarm))
                .startsWith("Detail ü")
                .contains("Что делать:\nРешение.")
                .contains("Важность: критично")
                .contains("Началось: 2026-06-01 02:00 CEST");
    }

    @Test
    void aRepetitionAndAnEndSaySo() {
        assertThat(en.title(single(REPEATED, "x"))).isEqualTo("[critical, still raised] my-stack: x");
        assertThat(en.title(single(RECOVERED, "x"))).isEqualTo("[over] my-stack: x");
        assertThat(en.body(single(RECOVERED, "x"))).doesNotContain("What to do").contains("Over at: 2026-06-01 02:01");
        assertThat(ru.title(single(RECOVERED, "x"))).isEqualTo("[завершено] my-stack: Заголовок");
    }

    @Test
    void aDigestCountsAndNamesTheFirst() {
        Message digest = TestNotices.digest(10_000);
        assertThat(en.title(digest)).isEqualTo("[critical] my-stack: Alarms at once: 10000");
        assertThat(en.body(digest))
                .contains("New: 10000")
                .contains("Critical: 10000")
                .contains("- [critical] my-stack: Dataset 9 ")
                .doesNotContain("Dataset 10 ")
                .doesNotContain("Over:");
        assertThat(ru.body(digest)).contains("Новых: 10000");
    }

    @Test
    void aReportTellsWhatWasBackedUpVerifiedGrewFailedAndIsNotProtected() {
        Message summary = new Message.Summary(REPORT);
        assertThat(en.title(summary)).isEqualTo("my-stack: Backup report, 2026-06-01: 1230 of 1234 verified");
        assertThat(en.body(summary)).isEqualTo("""
                From 2026-05-31 02:00 CEST to 2026-06-01 02:00 CEST

                Datasets backed up: 9, backups: 1234
                Verified backups: 1230 of 1234
                The repositories grew by 5.0 GiB
                Most new data:
                - shop.db.app: 1.5 KiB

                Failed, or not verified:
                - shop.web.files: It failed. Really.
                Not protected:
                - volume media of shop

                Raised alarms: 2""");
        assertThat(ru.body(summary))
                .contains("Проверено копий: 1230 из 1234")
                .contains("Репозитории выросли на 5.0 GiB");
    }

    @Test
    void aTitleIsOneShortLine() {
        String title = en.title(single(RAISED, "a\r\nBcc: x@y\u0000" + "z".repeat(500)));
        assertThat(title).doesNotContain("\r", "\n", "\u0000").hasSizeLessThan(220);
    }

    @Test
    void bothLanguagesHaveTheSameKeysAndPlaceholders() throws IOException {
        Properties english = bundle("alert-messages.properties");
        Properties russian = bundle("alert-messages_ru.properties");
        assertThat(russian.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        Pattern place = Pattern.compile("\\{\\d}");
        english.forEach((key, value) -> assertThat(place.matcher(russian.getProperty((String) key))
                        .results()
                        .map(one -> one.group())
                        .sorted())
                .as((String) key)
                .containsExactlyElementsOf(place.matcher((String) value)
                        .results()
                        .map(one -> one.group())
                        .sorted()
                        .toList()));
    }

    private static Properties bundle(String name) throws IOException {
        Properties all = new Properties();
        try (Reader text = Files.newBufferedReader(Path.of("src/main/resources", name))) {
            all.load(text);
        }
        return all;
    }
}
