package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureCommandsTest {

    @Test
    void aCommandIsAJsonArrayOfAProgramAndItsArguments() {
        assertThat(CaptureCommands.command("[\"sh\", \"-c\", \"echo \\\"a b\\\"\", \"\"]"))
                .containsExactly("sh", "-c", "echo \"a b\"", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sync",
                "[]",
                "[\"\"]",
                "[\" \", \"a\"]",
                "\"sync\"",
                "null",
                "[null]",
                "[[\"sync\"]]",
                "{}",
                "[\"a\\u0000\"]",
                "[\"sync\"",
                "[\"sync\"] x",
                "[\"sync\", 1]"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> CaptureCommands.command(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
