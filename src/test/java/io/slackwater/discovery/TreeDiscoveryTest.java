package io.slackwater.discovery;

import static io.slackwater.discovery.Look.alarms;
import static io.slackwater.discovery.Look.ids;
import static io.slackwater.discovery.Shop.cluster;
import static io.slackwater.discovery.Shop.files;
import static io.slackwater.discovery.Shop.postgres;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.Container;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which directories of a workload become datasets, and how they are copied. */
class TreeDiscoveryTest {

    private final Look look = new Look();

    @Test
    void openWebUiIsFrozenAndCopiedWithoutItsCache() throws Exception {
        look.docker.with(ContainerBuilder.service("ai", "open-webui")
                .image("ghcr.io/open-webui/open-webui:main")
                .enabled()
                .volume("webui", "/app/backend/data"));

        Dataset data = look.look().dataset("ai.open-webui.data").orElseThrow();

        assertThat(data.method()).isEqualTo(Method.FREEZE);
        assertThat(data.source())
                .isEqualTo(new Source.Tree(
                        new Kind("open-webui"),
                        java.nio.file.Path.of("/var/lib/docker/volumes/webui/_data"),
                        "/app/backend/data",
                        List.of(
                                "/var/lib/docker/volumes/webui/_data/cache",
                                "/var/lib/docker/volumes/webui/_data/.slackwater-*")));
    }

    @Test
    void ollamaIsCopiedHotWithoutUnfinishedDownloads() throws Exception {
        look.docker.with(ContainerBuilder.service("ai", "ollama")
                .image("ollama/ollama")
                .enabled()
                .volume("models", "/root/.ollama"));

        Inventory inventory = look.look();
        Dataset models = inventory.datasets().stream()
                .filter(dataset -> dataset.kind().equals(new Kind("ollama")))
                .findFirst()
                .orElseThrow();

        assertThat(models.method()).isEqualTo(Method.HOT);
        assertThat(models.plan()).isEqualTo("models");
        assertThat(((Source.Tree) models.source()).excludes())
                .containsExactly(
                        "/var/lib/docker/volumes/models/_data/models/blobs/*-partial*",
                        "/var/lib/docker/volumes/models/_data/.slackwater-*");
    }

    @Test
    void theFirstLookProvesTheMountsOfProtectedServicesBeforeItKnowsTheirKinds() throws Exception {
        look.docker.with(files());
        look.docker.with(ContainerBuilder.service("shop", "unlabelled").volume("other", "/other"));
        look.docker.with(postgres("db").enabled());
        Path files = Path.of("/var/lib/docker/volumes/files/_data");
        Path database = Path.of("/var/lib/docker/volumes/pg/_data");

        look.look();
        look.look();

        assertThat(look.proved).containsExactly(Set.of(files, database), Set.of(files), Set.of(files));
    }

    @Test
    void filesThatALabelNamesAreExcludedFromEachVolumeOfTheContainer() throws Exception {
        look.docker.with(files().volume("more", "/more").label("slackwater.files.exclude", "logs, **/*.tmp"));

        Inventory inventory = look.look();

        assertThat(inventory.datasets())
                .filteredOn(dataset -> dataset.id().startsWith("shop.files."))
                .hasSize(2)
                .allSatisfy(dataset -> {
                    Source.Tree tree = (Source.Tree) dataset.source();
                    assertThat(tree.excludes())
                            .containsExactly(
                                    tree.path() + "/logs", tree.path() + "/**/*.tmp", tree.path() + "/.slackwater-*");
                    assertThat(dataset.because())
                            .contains("without logs, **/*.tmp: excluded by the label slackwater.files.exclude");
                });
        assertThat(Look.said(inventory, Uncovered.Severity.NOTE))
                .filteredOn(note -> note.contains("Excluded by the label slackwater.files.exclude"))
                .hasSize(2);
        assertThat(alarms(inventory)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"uploads", "**/*.log", "webui.*", "vector_db/*/header.bin"})
    void anExcludeThatReachesTheDataOfTheServiceIsRefused(String pattern) throws Exception {
        ContainerBuilder webui = ContainerBuilder.service("ai", "open-webui")
                .image("ghcr.io/open-webui/open-webui:main")
                .enabled()
                .volume("webui", "/app/backend/data");
        look.docker.with(webui.label("slackwater.files.exclude", pattern));
        Inventory refused = look.look();
        look.docker.with(webui.label("slackwater.files.exclude", "*.log, exports/**"));
        Inventory accepted = look.look();

        assertThat(refused.dataset("ai.open-webui.data")).isEmpty();
        assertThat(alarms(refused))
                .singleElement()
                .asString()
                .contains("The label slackwater.files.exclude has the pattern '" + pattern
                        + "', which can exclude /app/backend/data/");
        assertThat(accepted.dataset("ai.open-webui.data")).isPresent();
        assertThat(alarms(accepted)).isEmpty();
    }

    @Test
    void anExcludeIsRelativeToTheVolumeAndNotToTheDataOfTheService() throws Exception {
        ContainerBuilder ollama = ContainerBuilder.service("ai", "ollama")
                .image("ollama/ollama")
                .enabled()
                .volume("models", "/root/.ollama");
        look.docker.with(ollama.label("slackwater.files.exclude", "blobs, history"));
        assertThat(alarms(look.look())).isEmpty();
        look.docker.with(ollama.label("slackwater.files.exclude", "models/blobs"));
        assertThat(alarms(look.look())).singleElement().asString().contains("/root/.ollama/models/blobs");
    }

    @Test
    void filesOfAStoppedContainerAreStillCaptured() throws Exception {
        look.docker.with(files().state(Container.State.EXITED));

        assertThat(ids(look.look())).contains("shop.files.data--fced7c40");
    }

    @Test
    void aLabelWithoutAVolumeAlarms() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "web").enabled());

        assertThat(alarms(look.look())).singleElement().asString().contains("is no known database");
    }

    @Test
    void aContainerWithAllItsVolumesExcludedAlarms() throws Exception {
        look.docker.with(files().label("slackwater.volumes.exclude", "/data"));

        assertThat(alarms(look.look())).singleElement().asString().contains("all its data is excluded");
    }

    @Test
    void aDatabaseWithoutADumpIsCopiedAndAlarmsUntilALabelAcceptsIt() throws Exception {
        ContainerBuilder mysql = ContainerBuilder.service("shop", "sql")
                .image("mysql:9")
                .enabled()
                .volume("sql", "/var/lib/mysql");
        look.docker.with(mysql);
        Inventory before = look.look();
        look.docker.with(mysql.label("slackwater.kind", "volume"));
        Inventory accepted = look.look();

        assertThat(before.datasets()).anyMatch(d -> d.method() == Method.FREEZE);
        assertThat(alarms(before))
                .containsExactly(
                        "service sql of project shop: Mysql is only copied as files while paused, because Slackwater has no dump for it.");
        assertThat(alarms(accepted)).isEmpty();
    }

    @Test
    void volumesBesideTheDataOfAKindAreCheckedAsPlainFiles() throws Exception {
        look.docker
                .with(
                        ContainerBuilder.service("ai", "webui")
                                .image("open-webui")
                                .enabled()
                                .volume("w", "/app/backend/data")
                                .volume("extra", "/extra"),
                        postgres("db").enabled().volume("dumps", "/dumps"))
                .answers("shop-db-1", "psql", cluster("app"));

        Inventory inventory = look.look();

        assertThat(inventory.dataset("ai.webui.data").orElseThrow().kind()).isEqualTo(new Kind("open-webui"));
        assertThat(inventory.dataset("ai.webui.extra--ea29764c").orElseThrow().kind())
                .isEqualTo(new Kind("volume"));
        assertThat(inventory.dataset("shop.db.dumps--56cf1d7d").orElseThrow().kind())
                .isEqualTo(new Kind("volume"));
    }

    @Test
    void dataOutsideAnyVolumeAlarm() throws Exception {
        look.docker.with(ContainerBuilder.service("ai", "ollama")
                .image("ollama/ollama")
                .enabled()
                .volume("cache", "/root/.cache"));

        assertThat(alarms(look.look()))
                .containsExactly(
                        "directory /root/.ollama/models in the container: This directory is not on a volume: its data are"
                                + " lost with the container, and no backup contains them.");
    }
}
