package io.slackwater.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveEventTest {

    @ParameterizedTest
    @EnumSource(value = LiveEvent.Kind.class, names = "HEARTBEAT", mode = EnumSource.Mode.EXCLUDE)
    void theScriptOfThePagesAndTheDocumentationKnowEachEvent(LiveEvent.Kind kind) throws IOException {
        assertThat(Files.readString(Path.of("src/main/resources/META-INF/resources/slackwater.js")))
                .contains("\"" + kind.word() + "\": (");
        assertThat(Files.readString(Path.of("docs/api.md"))).contains("`" + kind.word() + "`");
    }
}
