package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Method;
import io.slackwater.journal.AuditChain;
import io.slackwater.journal.BackupListStore;
import io.slackwater.journal.BackupListStore.Shown;
import io.slackwater.journal.BackupListStore.SnapshotOrder;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.run.Maintenance;
import io.slackwater.run.MaintenanceJob;
import io.slackwater.schedule.Task;
import io.slackwater.signin.Role;
import io.slackwater.trust.DeletionDecision;
import io.slackwater.trust.RepositoryWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void bothLanguagesHaveTheSameKeysAndPlaces() {
        assertThat(Texts.RUSSIAN.all().keySet()).isEqualTo(Texts.ENGLISH.all().keySet());
        Texts.ENGLISH
                .all()
                .forEach((key, text) ->
                        assertThat(places(Texts.RUSSIAN.of(key))).as(key).isEqualTo(places(text)));
    }

    private static Set<String> places(String text) {
        return new TreeSet<>(Pattern.compile("\\{\\d")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList());
    }

    @Test
    void everyTextOfATemplateExists() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.list(PageTemplates.DIRECTORY.resolve("ui"))) {
            for (Path file : files.toList()) {
                Pattern.compile("page\\.t\\.(\\w+)")
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(found -> used.add(found.group(1)));
            }
        }
        assertThat(used).isNotEmpty().isSubsetOf(Texts.ENGLISH.all().keySet());
    }

    @Test
    void textsHaveNoApostropheThatTheFormatWouldSwallow() {
        assertThat(Stream.of(Texts.ENGLISH, Texts.RUSSIAN).flatMap(one -> one.all().values().stream()))
                .noneMatch(text -> text.contains("'"));
    }

    @Test
    void everyWordOfAnEnumExists() {
        Set<String> keys = Texts.ENGLISH.all().keySet();
        for (Nights.Night night : Nights.Night.values()) {
            assertThat(keys).contains("night" + TextKeys.capital(night));
        }
        for (OverviewQuery.By by : OverviewQuery.By.values()) {
            assertThat(keys).contains("column" + TextKeys.capital(by));
        }
        for (EndCause cause : EndCause.values()) {
            assertThat(keys).contains("cause" + TextKeys.capital(cause), "remedy" + TextKeys.capital(cause));
        }
        for (RunState state : RunState.values()) {
            assertThat(keys).contains("run" + TextKeys.capital(state));
        }
        for (Trigger trigger : Trigger.values()) {
            assertThat(keys).contains("trigger" + TextKeys.capital(trigger));
        }
        for (Method method : Method.values()) {
            assertThat(keys).contains("method" + TextKeys.capital(method));
        }
        for (RunListQuery.Show show : RunListQuery.Show.values()) {
            assertThat(keys).contains("runsShow" + TextKeys.capital(show));
        }
        for (BackupListStore.Order order : BackupListStore.Order.values()) {
            assertThat(keys).contains("runsBy" + TextKeys.capital(order));
        }
        for (AlarmsQuery.By by : AlarmsQuery.By.values()) {
            assertThat(keys).contains("alarmColumn" + TextKeys.capital(by));
        }
        for (ScheduleQuery.By by : ScheduleQuery.By.values()) {
            assertThat(keys).contains("scheduleColumn" + TextKeys.capital(by));
        }
        for (ScheduleQuery.Show show : ScheduleQuery.Show.values()) {
            assertThat(keys).contains("scheduleShow" + TextKeys.capital(show));
        }
        for (Task task : Task.values()) {
            assertThat(keys).contains("scheduleTask" + TextKeys.capital(task));
        }
        for (RepositoriesQuery.By by : RepositoriesQuery.By.values()) {
            assertThat(keys).contains("repositoryColumn" + TextKeys.capital(by));
        }
        for (Maintenance.Check check : Maintenance.Check.values()) {
            assertThat(keys).contains("repositoryCheck" + TextKeys.capital(check));
        }
        for (DeletionDecision.Kept kept : DeletionDecision.Kept.values()) {
            assertThat(keys).contains("kept" + TextKeys.capital(kept));
        }
        for (RepositoryWork.Operation operation : RepositoryWork.Operation.values()) {
            assertThat(keys).contains("job" + TextKeys.capital(operation));
        }
        for (MaintenanceJob.State state : MaintenanceJob.State.values()) {
            assertThat(keys).contains("job" + TextKeys.capital(state));
        }
        for (CoverageQuery.By by : CoverageQuery.By.values()) {
            assertThat(keys).contains("coverageColumn" + TextKeys.capital(by));
        }
        for (AuditChain.Break how : AuditChain.Break.values()) {
            assertThat(keys).contains("auditBreak" + TextKeys.capital(how));
        }
        for (Role role : Role.values()) {
            assertThat(keys).contains("role" + TextKeys.capital(role));
        }
        for (Shown shown : Shown.values()) {
            assertThat(keys).contains("snapshotShow" + TextKeys.capital(shown));
        }
        for (SnapshotOrder order : SnapshotOrder.values()) {
            assertThat(keys).contains("snapshotBy" + TextKeys.capital(order));
        }
        for (var state : io.slackwater.health.DatasetHealth.State.values()) {
            assertThat(keys).contains("state" + TextKeys.capital(state));
        }
    }

    @Test
    void oneThingIsSingular() {
        assertThat(Texts.ENGLISH.of("summary", 1, 1, "now")).isEqualTo("1 of 1 dataset verified, newest now");
        assertThat(Texts.ENGLISH.of("summary", 1, 2, "now")).isEqualTo("1 of 2 datasets verified, newest now");
        assertThat(Texts.ENGLISH.of("auditVerifiedDetail", 1L, "now")).isEqualTo("1 entry was verified now.");
        assertThat(Texts.ENGLISH.of("auditVerifiedDetail", 0L, "now")).isEqualTo("0 entries were verified now.");
    }

    @Test
    void timesAreRelativeToNow() {
        assertThat(Texts.ENGLISH.relative(NOW.minusSeconds(20), NOW)).isEqualTo("just now");
        assertThat(Texts.ENGLISH.relative(NOW.minus(Duration.ofMinutes(130)), NOW))
                .isEqualTo("2 h ago");
        assertThat(Texts.ENGLISH.relative(NOW.plus(Duration.ofMinutes(5)), NOW)).isEqualTo("in 5 min");
        assertThat(Texts.RUSSIAN.relative(NOW.minus(Duration.ofDays(3)), NOW)).isEqualTo("3 дн. назад");
    }

    @Test
    void sizesAndDurationsHaveTheUnitsOfTheLanguage() {
        assertThat(Texts.ENGLISH.size(1536)).isEqualTo("1.5 KiB");
        assertThat(Texts.RUSSIAN.size(1536)).isEqualTo("1,5 КиБ");
        assertThat(Texts.ENGLISH.size(0)).isEqualTo("0 B");
        assertThat(Texts.ENGLISH.duration(Duration.ofMillis(1250))).isEqualTo("1.2 s");
        assertThat(Texts.ENGLISH.duration(Duration.ofSeconds(65))).isEqualTo("1 min 5 s");
        assertThat(Texts.ENGLISH.duration(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
        assertThat(Texts.ENGLISH.exact(NOW, ZoneId.of("Europe/Zurich"))).isEqualTo("1 Jun 2026 14:00:00 CEST");
    }

    @Test
    void theChosenLanguageWinsOverTheLanguageOfTheBrowser() {
        assertThat(Languages.of(Optional.of("en"), Optional.of("ru"))).isEqualTo("en");
        assertThat(Languages.of(Optional.empty(), Optional.of("ru-RU,ru;q=0.9,en;q=0.8")))
                .isEqualTo("ru");
        assertThat(Languages.of(Optional.of("xx"), Optional.of("de,en;q=0.5"))).isEqualTo("en");
        assertThat(Languages.of(Optional.empty(), Optional.of("not; a=header"))).isEqualTo("en");
    }
}
