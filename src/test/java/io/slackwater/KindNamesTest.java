package io.slackwater;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.KindProfile;
import io.slackwater.discovery.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Only a kind's own room and {@code app} name the kind, so that a new kind changes no other room. Comments may name kinds. */
class KindNamesTest {

    private static final Path SOURCES = Path.of("src/main/java/io/slackwater");

    private static final List<String> MAY_NAME = List.of("kind", "app");

    /** Words of Docker that are also names of kinds. */
    private static final Set<String> GENERAL = Set.of("volume", "config");

    private static final Pattern COMMENT = Pattern.compile(
            "\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)+'|(/\\*.*?\\*/|//[^\\n]*)",
            Pattern.DOTALL);

    /** A string that is one word of several parts, such as {@code pg_dump} or {@code redis-cli}: a tool, image or setting. */
    private static final Pattern TOOL = Pattern.compile("\"(?!slackwater)([a-z]+(?:[-_][a-z0-9]+)+)\"");

    private static Pattern kinds = Pattern.compile("");

    /** A kind's names: its name, the URL schemes of its servers, and the tools, images and settings in its room. */
    @BeforeAll
    static void readKinds() throws IOException {
        Set<String> words = new TreeSet<>(Set.of("psql", "\\brdb\\b", "valkey"));
        for (KindProfile kind :
                new Look().kinds().all().stream().map(one -> one.profile()).toList()) {
            words.addAll(kind.servers().keySet());
            String name = kind.kind().word();
            if (!GENERAL.contains(name)) {
                words.add(name.replace("-", "-?"));
                words.addAll(tools(SOURCES.resolve("kind").resolve(name.replace("-", ""))));
            }
        }
        kinds = Pattern.compile("(?i)" + String.join("|", words));
    }

    private static Set<String> tools(Path room) throws IOException {
        Set<String> tools = new TreeSet<>();
        try (Stream<Path> files = Files.list(room)) {
            for (Path file : files.toList()) {
                TOOL.matcher(code(Files.readString(file))).results().forEach(match -> tools.add(match.group(1)));
            }
        }
        return tools;
    }

    @Test
    void noOtherRoomNamesAKind() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(KindNamesTest::mustNameNone).toList()) {
                Set<String> names = names(Files.readString(file));
                if (!names.isEmpty()) {
                    found.put(SOURCES.relativize(file).toString(), names);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void aKindNameIsFoundInCodeButNotInAComment() {
        assertThat(names("/* postgres */ // redis\nString url = \"http://ollama\"; String word;"))
                .containsExactly("ollama");
        assertThat(
                        names(
                                "class OpenWebUiThing { boolean isDump = name.startsWith(\"pg_dump\"); String s = \"\"\"\n// valkey-cli, mysql\n\"\"\"; }"))
                .containsExactlyInAnyOrder("openwebui", "pg_dump", "valkey", "mysql");
    }

    private static boolean mustNameNone(Path file) {
        Path room = SOURCES.relativize(file);
        return file.toString().endsWith(".java") && MAY_NAME.stream().noneMatch(room::startsWith);
    }

    private static Set<String> names(String source) {
        return kinds.matcher(code(source))
                .results()
                .map(MatchResult::group)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static String code(String source) {
        return COMMENT.matcher(source)
                .replaceAll(match -> match.group(1) == null ? Matcher.quoteReplacement(match.group()) : " ");
    }
}
