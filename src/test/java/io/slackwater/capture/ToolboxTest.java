package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.ExecResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which answers are remembered for an image. */
class ToolboxTest {

    @Test
    void theListOfAShellIsAnAnswer() {
        Tools tools = Toolbox.answer(new ExecResult(0, "redis-cli\ntimeout -k 10\n", ""))
                .orElseThrow();
        assertThat(tools.known()).isTrue();
        assertThat(tools.first("pg_dump", "redis-cli")).contains("redis-cli");
        assertThat(tools.bounded(Duration.ofSeconds(9), List.of("x"))).containsExactly("timeout", "-k", "10", "9", "x");
        assertThat(Toolbox.answer(new ExecResult(0, "", "")).map(Tools::known))
                .as("none of them is there")
                .contains(true);
    }

    @ParameterizedTest
    @CsvSource({
        "127, 'OCI runtime exec failed: exec failed: unable to start container process: exec: \"sh\": executable file not found in $PATH'",
        "126, 'OCI runtime exec failed: exec failed: container_linux.go:380: starting container process caused: exec: \"sh\": executable file not found in $PATH: unknown'",
        "127, 'exec failed: executable file `sh` not found in $PATH: No such file or directory'"
    })
    void anImageWithoutAShellIsAnAnswer(int code, String said) {
        Optional<Tools> tools = Toolbox.answer(new ExecResult(code, said, ""));
        assertThat(tools.map(Tools::known)).contains(false);
        assertThat(tools.orElseThrow().first("pg_dump")).contains("pg_dump");
    }

    @ParameterizedTest
    @CsvSource({
        "137, ''",
        "143, ''",
        "1, ''",
        "126, 'OCI runtime exec failed: exec failed: cannot exec in a stopped container: unknown'",
        "126, 'OCI runtime exec failed: exec failed: unable to start container process: error executing setns process: exit status 1'"
    })
    void aStoppingContainerIsNoAnswer(int code, String said) {
        assertThat(Toolbox.answer(new ExecResult(code, said, ""))).isEmpty();
        assertThat(Toolbox.answer(new ExecResult(code, "", said))).isEmpty();
    }
}
