package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Uncovered.Severity;
import io.slackwater.policy.Policy;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The services that {@code projects} of the policy exclude. */
class ScopeTest {

    private final Look look = new Look();

    private Inventory look(String... projects) throws Exception {
        look.policy = Policies.policy(Set.of(projects), Policy.Protect.LABELLED, "/repos/critical");
        look.docker.with(
                ContainerBuilder.service("u3shop", "files").enabled().volume("f", "/data"),
                ContainerBuilder.service("u3shop", "plain").volume("p", "/data"),
                ContainerBuilder.service("other", "files").enabled().volume("o", "/data"),
                ContainerBuilder.service("other", "quiet")
                        .label("slackwater.enable", "false")
                        .volume("q", "/data"));
        return look.look();
    }

    @Test
    void aMistypedProjectAlarmsWithTheNearestProject() throws Exception {
        Inventory found = look("u3shopp");
        assertThat(found.datasets()).isEmpty();
        assertThat(Look.alarms(found))
                .containsExactly(
                        "project u3shopp of the policy: The policy lists this project under projects, but no container"
                                + " belongs to it (did you mean 'u3shop'?).");
        assertThat(found.scope().trouble())
                .hasValueSatisfying(words ->
                        assertThat(words).contains("u3shopp (did you mean 'u3shop'?)", "backrest-config/policy.yml"));
        assertThat(found.scope().whyNothing())
                .startsWith("Nothing is protected. ")
                .contains("u3shopp (did you mean 'u3shop'?)", "backrest-config/policy.yml")
                .doesNotContain("Label");
    }

    @Test
    void anUnknownProjectAlarmsAndTheOthersAreDiscovered() throws Exception {
        Inventory found = look("u3shop", "my-stack");
        assertThat(Look.ids(found)).contains("u3shop.files.data--fced7c40");
        assertThat(Look.alarms(found)).anyMatch(said -> said.startsWith("project my-stack of the policy: "));
        assertThat(found.scope().trouble()).isPresent();
    }

    @Test
    void aLabelledContainerInAnotherProjectIsANote() throws Exception {
        Inventory found = look("u3shop");
        assertThat(found.scope().whyNothing())
                .isEqualTo("Nothing is protected. Label a container of the policy's projects (u3shop) with"
                        + " slackwater.enable=true, or correct projects in backrest-config/policy.yml.");
        assertThat(found.uncovered())
                .filteredOn(one -> one.workload().project().equals("other"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.severity()).isEqualTo(Severity.NOTE);
                    assertThat(one.reason()).contains("the policy does not list its project under projects (u3shop)");
                });
        assertThat(found.scope().trouble()).isEmpty();
    }

    @Test
    void aRunningContainerOutOfScopeIsNotGone() throws Exception {
        Inventory found = look("other");
        assertThat(Absence.of(found, "u3shop.files.data--fced7c40", "u3shop-files", false))
                .isEqualTo(Absence.OUT_OF_SCOPE);
        assertThat(Absence.of(found, "u3shop.config", "u3shop-stack", false)).isEqualTo(Absence.OUT_OF_SCOPE);
        assertThat(Absence.of(found, "u3shop.gone.data--fced7c40", "u3shop-gone", false))
                .isEqualTo(Absence.REMOVED);
    }

    @Test
    void aPolicyWithoutProjectsExcludesNothing() throws Exception {
        Inventory found = look();
        assertThat(found.scope().outside()).isEmpty();
        assertThat(found.scope().trouble()).isEmpty();
        assertThat(Scope.ALL.whyNothing())
                .isEqualTo("Nothing is protected. Label a container with slackwater.enable=true.");
    }

    @Test
    void aProjectWithAnUnresponsiveContainerIsKnown() throws Exception {
        look.docker.with(ContainerBuilder.service("locked", "db").enabled());
        look.docker.silence("locked-db-1");
        assertThat(look("u3shop", "locked").scope().trouble()).isEmpty();
    }
}
