package io.slackwater.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The bytes and the end of a command, with a stand-in for Docker. {@link ExecFeedIT} runs real commands. */
class ExecFeedTest {

    private final StandInDocker docker = new StandInDocker();
    private final ExecFeed feed = new ExecFeed(command ->
            docker.open(ContainerBuilder.service("shop", "db").build().id(), command, true));

    private void program(int exitCode) {
        docker.with(ContainerBuilder.service("shop", "db"))
                .runs("shop-db-1", "wc", (_, input) -> new ExecResult(exitCode, input.length() + "", "wc: no"));
    }

    @Test
    void aCommandTakesTheInputAndGivesItsOutput() throws Exception {
        program(0);

        String count = feed.run(
                ExecCommand.of("wc"),
                sink -> sink.write(new byte[1000]),
                stdout -> new String(stdout.readAllBytes(), StandardCharsets.UTF_8),
                "counting");

        assertThat(count).isEqualTo("1000");
    }

    @Test
    void aFailedCommandIsReportedWithItsReason() {
        program(2);

        assertThatThrownBy(() -> feed.run(ExecCommand.of("wc"), sink -> {}, "counting"))
                .isInstanceOf(RestoreException.class)
                .hasMessage("counting failed with exit code 2: wc: no");
    }

    @Test
    void anInputThatEndsTooSoonFailsTheRestore() {
        program(0);
        RepositoryException damaged = new RepositoryException(Failure.DAMAGED, "pack 1 is damaged");

        assertThatThrownBy(() -> feed.run(
                        ExecCommand.of("wc"),
                        sink -> {
                            throw damaged;
                        },
                        "counting"))
                .isInstanceOf(RestoreException.class)
                .hasCause(damaged)
                .hasMessageContaining("pack 1 is damaged");
    }

    @Test
    void aBrokenPipeFailsACommandThatMustTakeEverything() throws Exception {
        program(0);
        ExecFeed.Input broken = sink -> {
            throw new java.io.IOException("broken pipe");
        };

        assertThatThrownBy(() -> feed.run(ExecCommand.of("wc"), broken, "counting"))
                .hasMessage("counting did not read its whole input: broken pipe");
        String answer = feed.runOnBeginning(ExecCommand.of("wc"), broken, stdout -> "begun", "counting");
        assertThat(answer).isEqualTo("begun");
    }
}
