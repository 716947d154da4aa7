package io.slackwater.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.AlarmSource;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.EndCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TroubleshootingTest {

    private static final Path PAGE = Path.of("docs/troubleshooting.md");

    @Test
    void everyAlarmFailureAndRemedyOfTheCodeIsDocumented() throws IOException {
        String page = plain(Files.readString(PAGE));
        Set<String> texts = MessagesInCode.below(Path.of("src/main/java"));
        texts.addAll(MessagesInCode.ofAlarms(Path.of("src/main/resources/alarm-texts.properties")));
        assertThat(texts)
                .hasSizeGreaterThan(150)
                .as("texts of the code that %s does not have", PAGE)
                .filteredOn(text -> !page.contains(plain(text)))
                .isEmpty();
    }

    @Test
    void everyEndCauseHasARemedy() throws IOException {
        String page = Files.readString(PAGE);
        for (EndCause cause : EnumSet.complementOf(EnumSet.of(EndCause.NONE))) {
            assertThat(page).contains("\n| `" + cause + "`");
        }
    }

    @Test
    void everyDatasetStateAndAlarmSourceIsDocumented() throws IOException {
        String page = Files.readString(Path.of("docs/status-and-alarms.md"));
        for (DatasetHealth.State state : DatasetHealth.State.values()) {
            assertThat(page).contains("| `" + state.word() + "` | ");
        }
        for (AlarmSource source : AlarmSource.values()) {
            assertThat(page).contains("| `" + source.word() + ":` |");
        }
    }

    /** The text without marks of Markdown, in lower case, as a search compares it. */
    private static String plain(String text) {
        return text.replace("`", "").replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
