package io.slackwater.kind.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComposeVariablesTest {

    @Test
    void composeVariablesAreReadFromFiles() {
        ComposeVariables variables = ComposeVariables.of(List.of("A=1\nEMPTY=\nexport B='x y' # c\n#C=3\n", "A=2"));
        Stream.of(
                        "$A=2",
                        "${A}b=2b",
                        "$$A=$A",
                        "${N:-${A}}=2",
                        "${EMPTY:-d}=d",
                        "${EMPTY-d}=",
                        "${A:+y}=y",
                        "${N:+y}=",
                        "$B=x y",
                        "$=$")
                .map(line -> line.split("=", 2))
                .forEach(pair -> assertThat(variables.in(pair[0])).as(pair[0]).contains(pair[1]));
        assertThat(Stream.of("${N}", "$N/x", "${A:?", "${N:?why}").map(variables::in))
                .allMatch(java.util.Optional::isEmpty);
    }
}
