package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LabelsPageTest {

    @Test
    void everyLabelIsDocumented() throws IOException {
        String page = Files.readString(Path.of("docs/labels.md"));
        assertThat(LabelParser.KNOWN)
                .isNotEmpty()
                .allSatisfy(label -> assertThat(page).contains("`" + label + "`"));
    }
}
