package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.Policy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which containers are never paused. */
class NeverFrozenTest {

    private final Look look = new Look();

    @Test
    void slackwaterAndBackrestAreNotedAndNeverCaptured() throws Exception {
        look.docker.with(
                ContainerBuilder.plain("slackwater").enabled().volume("journal", "/data"),
                ContainerBuilder.service("shop", "watchdog")
                        .label("slackwater.role", "watchdog")
                        .volume("w", "/w"),
                ContainerBuilder.service("shop", "backrest")
                        .image("garethgeorge/backrest:latest")
                        .enabled()
                        .volume("b", "/data"));

        assertThat(Look.ids(look.look())).as("their settings").containsExactly("shop.config");
        assertThat(alarms()).isEmpty();
        assertThat(notes()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "rest:http://user:pw@store:8000/x, store",
        "s3:http://store:9000/bucket, store",
        "s3:store:9000/bucket, store",
        "sftp:backup@store:/x, store",
        "sftp://backup@store:22//x, store",
        "rest:http://172.20.0.9:8000/, other",
        "rest:https://shop-other-1/, other",
        "s3:http://store.shop_default:9000/b, store",
        "rest:http://vault:8000/, other",
        "rest:http://vault.shop_default:8000/, other"
    })
    void aContainerThatServesARepositoryIsNeverFrozen(String uri, String service) throws Exception {
        look.policy = Policies.policy(Set.of(), Policy.Protect.LABELLED, uri);
        ContainerBuilder server = ContainerBuilder.service("shop", service)
                .image("minio/minio")
                .enabled()
                .network("shop_default", "172.20.0.9")
                .alias("Vault")
                .volume("m", "/data");
        look.docker.with(server);
        List<String> alarms = alarms();
        look.docker.with(server.label("slackwater.method", "hot"));

        assertThat(alarms).singleElement().asString().contains("never paused: it serves a repository");
        assertThat(look.look().datasets()).anyMatch(dataset -> dataset.method() == Method.HOT);
        assertThat(new NeverFrozen(look.own, look.policy).reason(server.build()).orElse(""))
                .doesNotContain("pw");
    }

    @Test
    void aServiceWithTheNameOfARemoteBucketIsFrozen() {
        NeverFrozen never = new NeverFrozen(
                look.own, Policies.policy(Set.of(), Policy.Protect.LABELLED, "s3:https://backup.example.com/bucket"));

        assertThat(never.reason(ContainerBuilder.service("shop", "backup").build()))
                .isEmpty();
        assertThat(never.reason(ContainerBuilder.service("shop", "dns")
                        .image("pihole/pihole")
                        .build()))
                .isPresent();
    }

    private List<String> alarms() throws Exception {
        return Look.said(look.look(), Uncovered.Severity.ALARM);
    }

    private List<String> notes() throws Exception {
        return Look.said(look.look(), Uncovered.Severity.NOTE);
    }
}
