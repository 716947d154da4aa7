package io.slackwater.kind.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.Look;
import io.slackwater.discovery.Policies;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.policy.ConfigPolicy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigKindTest {

    private final Look look = new Look();

    @Test
    void thePolicySelectsTheFilesOfAConfiguration() throws Exception {
        look.policy = Policies.with(new ConfigPolicy(List.of("*.bin"), List.of("secrets"), List.of(Path.of("/etc/x"))));
        look.docker.with(ContainerBuilder.service("shop", "files").enabled().volume("f", "/data"));
        WorkloadId stack = look.look().dataset("shop.config").orElseThrow().workload();

        assertThat(look.config.rules(stack)).hasValueSatisfying(rules -> {
            assertThat(rules.policy().include()).containsExactly("*.bin");
            assertThat(rules.policy().exclude()).containsExactly("secrets");
            assertThat(rules.policy().paths()).containsExactly(Path.of("/etc/x"));
            assertThat(rules.reserved().secrets()).contains(Path.of("/secrets"));
        });
    }

    @Test
    void theRulesOfAGoneProjectAreDropped() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "files").enabled().volume("f", "/data"));
        WorkloadId stack = look.look().dataset("shop.config").orElseThrow().workload();

        look.docker.containers.clear();
        look.look();

        assertThat(look.config.rules(stack)).isEmpty();
    }
}
