package io.slackwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docs.MarkedBlocks;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The policy page, compared with the code that reads the policy. */
class PolicyPageTest {

    private static final Path PAGE = Path.of("docs/policy.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([A-Za-z<>.]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);
    private static final Policy DEFAULTS = PolicyText.policy("instance: my-stack");

    @Test
    void everyKeyIsDocumented() throws IOException {
        assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(keys("", Policy.class));
    }

    @Test
    void everyDocumentedDefaultHolds() throws IOException {
        rows().forEach((key, cell) -> {
            if (!cell.matches("`[^`]+`")) {
                return;
            }
            String value = cell.replace("`", "");
            String section = key.replaceFirst("\\..*", "");
            String last = key.replaceFirst(".*\\.", "");
            if (key.contains("<name>")) {
                assertThat(PolicyText.with(entry(section, last + ": " + value)))
                        .as(key)
                        .isEqualTo(PolicyText.with(entry(section, "")));
            } else {
                String text = section.equals(key) ? key + ": " + value : section + ": { " + last + ": " + value + " }";
                assertThat(PolicyText.policy("instance: my-stack\n" + text))
                        .as(key)
                        .isEqualTo(DEFAULTS);
            }
        });
    }

    /** One entry of a section with its required keys. */
    private static String entry(String section, String text) {
        return switch (section) {
            case "repositories" ->
                "repositories: { x: { uri: /x, %s } }\nplans: { p: { schedule: '0 2 * * *' } }".formatted(text);
            case "plans" ->
                "repositories: { r: { uri: /r } }\nplans: { x: { schedule: '0 2 * * *', %s } }".formatted(text);
            case "alerts" -> "alerts: { channels: { x: { type: webhook, url: 'https://x', %s } } }".formatted(text);
            default -> throw new AssertionError("no entries are known of " + section);
        };
    }

    @Test
    void theExampleNamesEveryDefault() throws IOException {
        MarkedBlocks page = MarkedBlocks.of(PAGE);
        assertThat(PolicyText.policy(page.block("policy-defaults"))).isEqualTo(DEFAULTS);
        for (String key : keys("", Policy.class)) {
            if (!key.startsWith("alerts.channels.")
                    && !Set.of(
                                    "timezone",
                                    "repositories.<name>.environment",
                                    "plans.<name>.kinds",
                                    "plans.<name>.maxDuration",
                                    "plans.<name>.rpo",
                                    "alerts.webhook",
                                    "alerts.ping")
                            .contains(key)) {
                assertThat(page.block("policy-defaults")).contains(key.replaceFirst(".*\\.", "") + ":");
            }
        }
    }

    @Test
    void theExampleOfARemoteRepositoryIsValid() throws IOException {
        Policy far = PolicyText.policy(MarkedBlocks.of(PAGE).block("policy-far"));
        assertThat(far.plans()).containsOnlyKeys("critical", "models", "system");
        assertThat(far.repositories().get("critical")).extracting("uri").isEqualTo("s3:https://s3.example.org/backups");
    }

    @Test
    void theExampleOfAProjectConfigurationIsValid() throws IOException {
        MarkedBlocks page = MarkedBlocks.of(Path.of("docs/kinds/config.md"));
        assertThat(PolicyText.policy(page.block("policy-config")).config().exclude())
                .containsExactlyInAnyOrder("secrets", "*.log");
    }

    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            rows.put(row.group(1), row.group(2).strip());
        }
        return rows;
    }

    /**
     * As {@code PolicyKeysTest} shows, a record's components are called like their keys; an entry's {@code id} is its
     * name. A sealed component has the keys of all its forms, and {@code type} names the form.
     */
    private static Set<String> keys(String prefix, Class<?> section) {
        Set<String> keys = new TreeSet<>();
        for (RecordComponent component : section.getRecordComponents()) {
            String key = prefix + component.getName();
            if (component.getGenericType() instanceof ParameterizedType map && component.getType() == Map.class) {
                keys.addAll(keys(key + ".<name>.", (Class<?>) map.getActualTypeArguments()[1]));
            } else if (component.getType().isInterface() && component.getType().isSealed()) {
                keys.add(prefix + "type");
                for (Class<?> form : component.getType().getPermittedSubclasses()) {
                    keys.addAll(keys(prefix, form));
                }
            } else if (component.getType().isRecord() && component.getType() != CronSchedule.class) {
                keys.addAll(keys(key + ".", component.getType()));
            } else if (!component.getName().equals("id")) {
                keys.add(key);
            }
        }
        if (section == AlertPolicy.class) {
            keys.add(prefix + ChannelPolicy.WEBHOOK);
        }
        return keys;
    }
}
