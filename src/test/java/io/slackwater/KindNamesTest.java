package io.slackwater;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.app.ServiceKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Only a kind's own room and {@code app} name the kind, so that a new kind changes no other room. Comments may name kinds. */
class KindNamesTest {

    private static final Path SOURCES = Path.of("src/main/java/io/slackwater");

    private static final List<String> MAY_NAME = List.of("kind", "app");

    /** Words of Docker that are also names of kinds. */
    private static final Set<String> GENERAL = Set.of("volume", "config");

    /** Tools, products and dumps of the kinds. In quotes: a word that counts only as a whole string. */
    private static final List<String> TOOLS =
            List.of("pg_", "psql", "pgvector", "rdb", "valkey", "keydb", "webui", "\"roles\"");

    /** The reserved words of dataset ids: an id must not depend on the kinds that exist. Users sign in with roles of their own. */
    private static final Map<String, Set<String>> EXCEPTIONS = Map.of(
            "DatasetIds.java", Set.of("rdb", "\"roles\""),
            "DashedIds.java", Set.of("rdb", "\"roles\""),
            "SignInConfig.java", Set.of("\"roles\""));

    private static final Pattern COMMENT = Pattern.compile(
            "\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)+'|(/\\*.*?\\*/|//[^\\n]*)",
            Pattern.DOTALL);

    @Test
    void noOtherRoomNamesAKind() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(KindNamesTest::mustNameNone).toList()) {
                Set<String> names = names(Files.readString(file));
                names.removeAll(EXCEPTIONS.getOrDefault(file.getFileName().toString(), Set.of()));
                if (!names.isEmpty()) {
                    found.put(SOURCES.relativize(file).toString(), names);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void aKindNameIsFoundInCodeButNotInAComment() {
        assertThat(names("/* postgres */ // redis\nString url = \"http://ollama\"; int rdbSize; String word;"))
                .containsExactlyInAnyOrder("ollama", "rdb");
        assertThat(names("String dump = \"roles\"; String roles = \"the roles\";"))
                .containsExactly("\"roles\"");
        assertThat(
                        names(
                                "class OpenWebUiThing { boolean isPgDump = name.startsWith(\"pg_dump\"); String s = \"\"\"\n// redis\n\"\"\"; }"))
                .containsExactlyInAnyOrder("webui", "pg_", "redis");
    }

    private static boolean mustNameNone(Path file) {
        Path room = SOURCES.relativize(file);
        return file.toString().endsWith(".java") && MAY_NAME.stream().noneMatch(room::startsWith);
    }

    /** The kinds' names in the code. {@code rdb} counts only as a whole word, because {@code word} contains it. */
    private static Set<String> names(String source) {
        String code = COMMENT.matcher(source)
                .replaceAll(match -> match.group(1) == null ? Matcher.quoteReplacement(match.group()) : " ");
        String kinds = Stream.concat(
                        ServiceKinds.plans().keySet().stream().filter(name -> !GENERAL.contains(name)),
                        TOOLS.stream().filter(tool -> !tool.equals("rdb")))
                .collect(Collectors.joining("|"));
        return Pattern.compile("(?i:" + kinds + ")|(?<![a-zA-Z])(?:rdb|RDB)(?![a-z])|Rdb")
                .matcher(code)
                .results()
                .map(match -> match.group().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
