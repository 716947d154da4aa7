package io.slackwater.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class DocsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CHANGELOG.md")));
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    @Test
    void everyBlockThatIsMarkedForATestIsFoundByIt() throws IOException {
        for (Path page : pages()) {
            long marks = Files.readString(page)
                    .lines()
                    .filter(line -> line.startsWith("<!-- test:"))
                    .count();
            assertThat(MarkedBlocks.of(page).blocks()).as("blocks of %s", page).hasSize((int) marks);
        }
    }

    @Test
    void everyLinkToAPlaceInThisProjectLeadsSomewhere() throws IOException {
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

    /** Compose makes them also when the service is left out; unlabelled they alarm as data that nobody covers. */
    @Test
    void backrestsOwnVolumesAreSaidToNeedNoBackup() throws IOException {
        Object compose = new Yaml().load(Files.readString(Path.of("compose.yml.example")));
        for (String volume : List.of("backrest-data", "backrest-cache")) {
            assertThat(compose)
                    .extracting("volumes." + volume + ".labels")
                    .isEqualTo(Map.of("slackwater.enable", "false"));
        }
    }

    /** Backrest restores into HOME when its field for the path is empty; all else of the container is read-only. */
    @Test
    void backrestsHomeIsTheRestoresDirectoryOfTheStackMountedWritable() throws IOException {
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
                .map(line ->
                        line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();
    }
}
