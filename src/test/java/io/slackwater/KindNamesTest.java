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

/** A kind of service is named in its own room and in {@code app}, so that a new kind changes nothing else. Comments may name one. */
class KindNamesTest {

    private static final Path SOURCES = Path.of("src/main/java/io/slackwater");

    private static final List<String> MAY_NAME = List.of("kind", "app");

    /** Words of Docker that are also names of kinds. */
    private static final Set<String> GENERAL = Set.of("volume", "config");

    /** Tools and products of the kinds. */
    private static final List<String> TOOLS = List.of("pg_", "psql", "pgvector", "rdb", "valkey", "keydb", "webui");

    /** The reserved words of dataset ids: an id must not depend on the kinds that exist. */
    private static final Map<String, String> EXCEPTIONS = Map.of("DatasetIds.java", "rdb", "DashedIds.java", "rdb");

    private static final Pattern COMMENT = Pattern.compile(
            "\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)+'|(/\\*.*?\\*/|//[^\\n]*)",
            Pattern.DOTALL);

    @Test
    void noOtherRoomNamesAKind() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(KindNamesTest::mustNameNone).toList()) {
                Set<String> names = names(Files.readString(file));
                names.remove(EXCEPTIONS.get(file.getFileName().toString()));
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
        assertThat(
                        names(
                                "class OpenWebUiThing { boolean isPgDump = name.startsWith(\"pg_dump\"); String s = \"\"\"\n// redis\n\"\"\"; }"))
                .containsExactlyInAnyOrder("webui", "pg_", "redis");
    }

    private static boolean mustNameNone(Path file) {
        Path room = SOURCES.relativize(file);
        return file.toString().endsWith(".java") && MAY_NAME.stream().noneMatch(room::startsWith);
    }

    /** What of the kinds' names stands in the code. {@code rdb} counts as a word of its own: {@code word} has it inside. */
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
