package io.slackwater.policy;

import static io.slackwater.policy.PolicyText.problemWith;
import static io.slackwater.policy.PolicyText.problemsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of the YAML syntax. */
class PolicyYamlTest {

    @Test
    void tabsAreRefusedWithTheirPosition() {
        assertThat(problemWith("plans:\n\tcritical: {}\n"))
                .startsWith("policy.yml:3:1: not valid YAML: ")
                .contains("TAB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plans: {",
                "plans: ]",
                "a: b: c",
                "'unclosed",
                "- a\n",
                "  x: 1\n y: 2\n",
                "? [a]\n: {{ x }}}",
                "%"
            })
    void invalidYamlIsRefusedWithItsPosition(String text) {
        assertThat(problemsWith(text)).singleElement().satisfies(problem -> {
            assertThat(problem.message()).startsWith("not valid YAML: ");
            assertThat(problem.line()).isBetween(1, 4);
            assertThat(problem.column()).isPositive();
        });
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertThat(problemWith("---\nprojects: [a]\n")).startsWith("policy.yml:2:1: not valid YAML: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timezone: !!java.net.URL [http://example.org]", "timezone: !!java.util.Date {}"})
    void aTagConstructsNoObject(String text) {
        assertThat(problemWith(text)).startsWith("policy.yml:2:11: not valid YAML: Global tag is not allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timezone: !!str UTC", "timezone: !secret UTC", "timezone: ! UTC"})
    void aTagDoesNotChangeAValue(String text) {
        assertThat(PolicyText.with(text).timezone()).hasToString("UTC");
    }

    @Test
    void anAliasBombIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(problemWith(bomb.toString())).contains("not valid YAML: ", "aliases", "20");
    }

    @Test
    void anAliasOfItsOwnParentIsRefused() {
        assertThat(problemsWith("plans: &p { critical: *p }")).isNotEmpty();
        assertThatThrownBy(() -> PolicyText.policy("&r { instance: x, plans: *r }"))
                .isInstanceOf(PolicyException.class);
        assertThatThrownBy(() -> PolicyText.policy("&r { instance: *r }")).isInstanceOf(PolicyException.class);
    }

    @Test
    void anAliasWithoutItsAnchorIsRefused() {
        assertThat(problemWith("plans: *nothing"))
                .startsWith("policy.yml:2:8: not valid YAML: found undefined alias nothing");
    }

    @ParameterizedTest
    @ValueSource(ints = {25, 100_000})
    void deepNestingIsRefused(int depth) {
        assertThat(problemWith("plans: " + "[".repeat(depth) + "]".repeat(depth)))
                .containsIgnoringCase("nesting depth exceeded max 20");
    }

    @Test
    void aKeyThatIsNotTextIsRefused() {
        assertThat(problemWith("plans: { ? [a, b] : c }"))
                .isEqualTo("policy.yml:2:12: plans: a key must be plain text, not a list or a mapping");
        assertThat(problemsWith("plans: {{ value }}")).isNotEmpty();
    }

    @Test
    void aListOrSingleValueIsRefused() {
        assertThatThrownBy(() -> PolicyText.policy("- instance: x"))
                .hasMessage("policy.yml:1:1: found a list; allowed: a mapping of keys (key: value)");
        assertThatThrownBy(() -> PolicyText.policy("instance x")).hasMessageContaining("found a single value");
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        byte[] latin = "instance: zürich".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> PolicyFile.parse(PolicyText.FILE, latin, PolicyText.SYSTEM_ZONE, Map.of()))
                .hasMessage("policy.yml:1:1: is not UTF-8 text: save it in UTF-8");
    }

    @Test
    void anUnprintableCharacterIsRefused() {
        assertThat(problemWith("protect: a\u0000b")).contains("not valid YAML: ", "special characters are not allowed");
    }
}
