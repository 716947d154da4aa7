package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The titles and remedies of all alarms, in both languages. */
class AlarmTextTest {

    private static final Path SOURCES = Path.of("src/main/java");

    private static Map<String, String> texts(String language) throws IOException {
        Properties read = new Properties();
        try (Reader file =
                Files.newBufferedReader(Path.of("src/main/resources/alarm-texts" + language + ".properties"))) {
            read.load(file);
        }
        Map<String, String> texts = new TreeMap<>();
        read.forEach((key, text) -> texts.put((String) key, (String) text));
        return texts;
    }

    /** Returns what the pattern's group finds in the sources, with the names of the files. */
    private static Map<String, Set<String>> found(Pattern pattern) throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                pattern.matcher(Files.readString(file))
                        .results()
                        .forEach(match -> found.computeIfAbsent(match.group(1), _ -> new TreeSet<>())
                                .add(file.getFileName().toString()));
            }
        }
        return found;
    }

    @Test
    void bothLanguagesHaveTheSameKeysPlacesAndCommands() throws IOException {
        Map<String, String> english = texts("");
        Map<String, String> russian = texts("_ru");
        assertThat(russian.keySet()).isEqualTo(english.keySet());
        Pattern same = Pattern.compile(
                "\\{\\d}|backrest-management\\.sh [a-z]+|backrest-setup\\.sh|docker [a-z]+ |slackwater\\.[a-z.]+[a-z]|secrets/[a-z./]+[a-z]");
        english.forEach((key, text) -> {
            assertThat(matches(same, russian.getOrDefault(key, ""))).as(key).isEqualTo(matches(same, text));
            if (!key.equals("title.backrest")) {
                assertThat(russian.get(key)).as(key).containsPattern("[а-яё]{3}");
            }
        });
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return new TreeSet<>(
                pattern.matcher(text).results().map(MatchResult::group).toList());
    }

    @Test
    void theCodeUsesExactlyTheKeysOfTheBundles() throws IOException {
        assertThat(found(Pattern.compile("\"((?:title|remedy)\\.[A-Za-z.]+)\"")).keySet())
                .isEqualTo(texts("").keySet());
    }

    /** The remedies of coverage are lines for a compose file; those of Backrest come from its conflicts. */
    @Test
    void onlyRemediesOfOtherRoomsAreNotTranslated() throws IOException {
        assertThat(found(Pattern.compile("AlarmText\\.(plain)\\(")).values())
                .containsExactly(new TreeSet<>(List.of("BackrestAlarms.java", "CoverageAlarms.java")));
    }

    @Test
    void valuesFillThePlacesInEachLanguage() {
        AlarmText text = AlarmText.of("title.missing.database", "we're {0}", "shop.db.app");

        assertThat(text.english()).isEqualTo("Database we're {0} (dataset shop.db.app) has vanished");
        assertThat(text.in("ru")).isEqualTo("База данных we're {0} (набор shop.db.app) исчезла");
        assertThat(text.in("de")).as("an unknown language").isEqualTo(text.english());
    }

    @Test
    void sentencesAreJoinedInEachLanguage() {
        AlarmText both = AlarmText.of("title.docker").then(AlarmText.plain("See x."));

        assertThat(both.english()).isEqualTo("Docker does not answer See x.");
        assertThat(both.in("ru")).isEqualTo("Docker не отвечает See x.");
        assertThat(AlarmText.plain("See x.").then(AlarmText.of("title.docker")).in("ru"))
                .isEqualTo("See x. Docker не отвечает");
    }

    @Test
    void theJournalKeepsBothLanguages(@TempDir Path directory) {
        try (TestAlarms alarms = new TestAlarms(directory)) {
            alarms.all.observed(AlarmSource.STALE, List.of(StaleAlarms.shrunk("orders", "x")));
            alarms.restart();

            assertThat(alarms.all.raised()).singleElement().satisfies(alarm -> {
                assertThat(alarm.title("en")).isEqualTo("Dataset orders is much smaller than before");
                assertThat(alarm.title("ru")).isEqualTo("Набор данных orders стал намного меньше");
                assertThat(alarm.remedy("ru")).endsWith("scripts/backrest-management.sh acknowledge orders.");
            });
        }
    }

    @Test
    void theCommandsOfBothLanguagesNameTheStack() {
        assertThat(new StackCommands(Optional.of("/srv/shop"))
                        .in(StaleAlarms.shrunk("orders", "x"))
                        .remedyText()
                        .in("ru"))
                .contains("scripts/backrest-management.sh --directory /srv/shop acknowledge orders.");
    }
}
