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

/** What is wrong before it is a policy at all. */
class PolicyYamlTest {

    @Test
    void tabs_are_refused_with_their_place() {
        assertThat(problemWith("plans:\n\tcritical: {}\n"))
                .startsWith("policy.yml:3:1: not valid YAML: ")
                .contains("indent with spaces, not with tabs");
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
    void broken_yaml_is_refused_with_its_place(String text) {
        assertThat(problemsWith(text)).singleElement().satisfies(problem -> {
            assertThat(problem.message()).startsWith("not valid YAML: ");
            assertThat(problem.line()).isBetween(1, 4);
            assertThat(problem.column()).isPositive();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"* * * * *", "*/5 * * * *"})
    void an_unquoted_star_tells_about_quotes(String cron) {
        assertThat(problemWith("plans: { critical: { schedule: " + cron + " } }"))
                .contains("must be in quotes");
    }

    @Test
    void a_second_document_is_refused() {
        assertThat(problemWith("---\nprojects: [a]\n")).startsWith("policy.yml:2:1: not valid YAML: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timezone: !!java.net.URL [http://example.org]",
                "plans: !!javax.script.ScriptEngineManager {}",
                "timezone: !!str UTC",
                "timezone: !secret tz",
                "timezone: ! UTC"
            })
    void tags_are_refused(String text) {
        assertThat(problemsWith(text)).hasSize(1);
        assertThat(problemWith(text))
                .startsWith("policy.yml:2:")
                .contains("is a YAML tag; tags are not allowed, remove it");
    }

    @Test
    void an_alias_bomb_is_refused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(problemWith(bomb.toString())).contains("uses more than 20 aliases");
    }

    @Test
    void an_alias_of_what_holds_it_ends() {
        assertThat(problemsWith("plans: &p { critical: *p }")).isNotEmpty();
        assertThatThrownBy(() -> PolicyText.policy("&r { instance: x, plans: *r }"))
                .isInstanceOf(PolicyException.class);
        assertThatThrownBy(() -> PolicyText.policy("&r { instance: *r }")).isInstanceOf(PolicyException.class);
    }

    @Test
    void an_alias_without_its_anchor_is_refused() {
        assertThat(problemWith("plans: *nothing"))
                .startsWith("policy.yml:2:8: not valid YAML: found undefined alias nothing");
    }

    @ParameterizedTest
    @ValueSource(ints = {25, 100_000})
    void deep_nesting_is_refused(int depth) {
        assertThat(problemWith("plans: " + "[".repeat(depth) + "]".repeat(depth)))
                .contains("nested deeper than 20 levels");
    }

    @Test
    void a_key_that_is_not_text_is_refused() {
        assertThat(problemWith("plans: { ? [a, b] : c }"))
                .isEqualTo("policy.yml:2:12: plans: a key must be plain text, not a list or a mapping");
        assertThat(problemsWith("plans: {{ value }}")).isNotEmpty();
    }

    @Test
    void what_is_not_a_mapping_is_refused() {
        assertThatThrownBy(() -> PolicyText.policy("- instance: x"))
                .hasMessage("policy.yml:1:1: a list stands here; allowed: a mapping of keys (key: value)");
        assertThatThrownBy(() -> PolicyText.policy("instance x")).hasMessageContaining("a single value stands here");
    }

    @Test
    void what_is_not_utf_8_is_refused() {
        byte[] latin = "instance: zürich".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> PolicyFile.parse(PolicyText.FILE, latin, PolicyText.SYSTEM_ZONE, Map.of()))
                .hasMessage("policy.yml:1:1: is not text in UTF-8: save it with that encoding");
    }

    @Test
    void an_unprintable_character_is_refused_with_its_place() {
        assertThat(problemWith("protect: a\u0000b"))
                .isEqualTo("policy.yml:2:11: not valid YAML: the character U+0000 is not allowed");
    }
}
