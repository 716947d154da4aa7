package io.slackwater.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class DocsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static final Pattern COMMAND = Pattern.compile("backrest-management\\.sh ([a-z]+)");
    private static final Pattern MARK = Pattern.compile("<!-- (test:[a-z-]+|not run: \\S.*\\S) -->");
    private static final Set<String> NO_COMMANDS =
            Set.of("yaml", "sql", "json", "java", "ini", "nginx", "mermaid", "text");

    private static List<Path> pages() throws IOException {
        List<Path> pages =
                new ArrayList<>(List.of(Path.of("README.md"), Path.of("CHANGELOG.md"), Path.of("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    @Test
    void everyMarkedBlockIsFoundByItsTest() throws IOException {
        for (Path page : pages()) {
            long marks = Files.readString(page)
                    .lines()
                    .filter(line -> line.startsWith("<!-- test:"))
                    .count();
            assertThat(MarkedBlocks.of(page).blocks()).as("blocks of %s", page).hasSize((int) marks);
        }
    }

    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(150);
    }

    @Test
    void everyCommandBlockIsRunByATestOrSaysWhyNot() throws IOException {
        for (Path page : pages()) {
            String before = "";
            boolean open = false;
            for (String line :
                    Files.readAllLines(page).stream().map(String::strip).toList()) {
                if (line.startsWith("```")) {
                    open = !open;
                    if (open && !NO_COMMANDS.contains(line.substring(3))) {
                        assertThat(line).as("a block of %s", page).isEqualTo("```sh");
                        assertThat(before)
                                .as("what stands above a block of %s", page)
                                .matches(MARK);
                    }
                }
                before = line;
            }
        }
    }

    @Test
    void everyMarkedBlockIsRunByATest() throws IOException {
        String tests = sources("src/test/java", ".java") + sources("scripts/lib", ".sh");
        for (Path page : pages()) {
            for (String name : MarkedBlocks.of(page).blocks().keySet()) {
                assertThat(tests)
                        .as("tests of the block %s of %s", name, page)
                        .containsAnyOf("block(\"" + name + "\")", "follow " + page + " " + name + " ");
            }
        }
    }

    private static String sources(String root, String suffix) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> walk = Files.walk(Path.of(root))) {
            for (Path file :
                    walk.filter(file -> file.toString().endsWith(suffix)).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    @Test
    void theFirstBlockOfTheReadmeIsRunByTheSuite() throws IOException {
        assertThat(MarkedBlocks.of(Path.of("README.md")).block("quickstart")).isEqualTo("scripts/quickstart.sh\n");
        assertThat(Files.readString(Path.of("scripts/test.sh"))).contains("\"$here/quickstart.sh\"");
    }

    @Test
    void everyManagementCommandOnAPageExists() throws IOException {
        StringBuilder commands = new StringBuilder();
        for (String file : List.of("management.sh", "management-doctor.sh", "management-snapshots.sh")) {
            commands.append(Files.readString(Path.of("scripts/lib", file)));
        }
        for (Path page : pages()) {
            Matcher named = COMMAND.matcher(Files.readString(page));
            while (named.find()) {
                assertThat(commands).as("named by %s", page).contains("command_" + named.group(1) + "()");
            }
        }
    }

    @Test
    void everyLinkWithinTheProjectHasATarget() throws IOException {
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                String target = link.group(1);
                if (target.startsWith("http")) {
                    continue;
                }
                String[] parts = target.split("#", 2);
                Path file = parts[0].isEmpty()
                        ? page
                        : page.resolveSibling(parts[0]).normalize();
                assertThat(file).as("%s links to %s", page, target).exists();
                if (parts.length == 2) {
                    assertThat(anchors(file)).as("%s links to %s", page, target).contains(parts[1]);
                }
            }
        }
    }

    @Test
    void everyClassAndMethodOnTheArchitecturePageExists() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String root : List.of("src/main/java", "src/test/java")) {
            try (Stream<Path> walk = Files.walk(Path.of(root))) {
                for (Path file :
                        walk.filter(file -> file.toString().endsWith(".java")).toList()) {
                    sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
        Matcher named = Pattern.compile("`([A-Z][A-Za-z]+)(?:\\.([a-z][A-Za-z]*))?`")
                .matcher(Files.readString(Path.of("docs/architecture.md")));
        int count = 0;
        while (named.find()) {
            count++;
            assertThat(sources).containsKey(named.group(1));
            if (named.group(2) != null) {
                assertThat(sources.get(named.group(1))).contains(" " + named.group(2) + "(");
            }
        }
        assertThat(count).isGreaterThan(40);
    }

    /** Compose creates these volumes even without the service. Without labels, they would raise a coverage alarm. */
    @Test
    void backrestVolumesAreLabelledAsNotNeedingABackup() throws IOException {
        Object compose = new Yaml().load(Files.readString(Path.of("compose.yml.example")));
        for (String volume : List.of("backrest-data", "backrest-cache")) {
            assertThat(compose)
                    .extracting("volumes." + volume + ".labels")
                    .isEqualTo(Map.of("slackwater.enable", "false"));
        }
    }

    /** Backrest restores into HOME when the field for the path is empty. The rest of the container is read-only. */
    @Test
    void backrestMountsTheRestoresDirectoryAsItsWritableHome() throws IOException {
        Object compose = new Yaml().load(Files.readString(Path.of("compose.yml.example")));
        String restores = "${SLACKWATER_STACK_DIR:-$PWD}/restores";
        assertThat(compose).extracting("services.backrest.environment.HOME").isEqualTo(restores);
        assertThat(compose)
                .extracting("services.backrest.volumes")
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains(restores + ":" + restores);
    }

    private static List<String> anchors(Path page) throws IOException {
        return Files.readString(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
