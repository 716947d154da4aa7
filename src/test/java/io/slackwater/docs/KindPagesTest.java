package io.slackwater.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.app.ServiceKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KindPagesTest {

    private static final Path PAGES = Path.of("docs/kinds");

    @Test
    void everyKindHasAPageWithItsDefaultPlan() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString().replace(".md", "")))
                    .containsExactlyInAnyOrderElementsOf(ServiceKinds.plans().keySet());
        }
        ServiceKinds.plans()
                .forEach((kind, plan) -> assertThat(PAGES.resolve(kind + ".md"))
                        .content()
                        .startsWith("# " + kind + "\n")
                        .contains("| default plan | `" + plan + "`"));
    }
}
