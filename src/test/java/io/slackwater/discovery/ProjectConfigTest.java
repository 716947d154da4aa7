package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which projects' configuration is stored, and what is said of the others'. */
class ProjectConfigTest {

    private final Look look = new Look();

    @Test
    void theProjectOfTheBackupItselfHasOneAlthoughNothingInItIsProtected() throws Exception {
        look.docker.with(
                ContainerBuilder.service("backup", "backrest").image("garethgeorge/backrest"),
                ContainerBuilder.service("shop", "files").enabled().volume("f", "/data"));

        Inventory inventory = look.look();

        assertThat(Look.ids(inventory)).contains("backup-stack-config", "shop-stack-config");
        assertThat(inventory.uncovered())
                .filteredOn(uncovered -> uncovered.reason().contains("it is Backrest"))
                .singleElement()
                .extracting(Uncovered::remedy)
                .isEqualTo("Nothing: the config dataset of project backup holds its settings.");
    }

    @Test
    void aPartOfTheBackupThatBelongsToNoProjectHasNone() throws Exception {
        look.docker.with(ContainerBuilder.plain("backrest").image("garethgeorge/backrest"));

        Inventory inventory = look.look();

        assertThat(Look.ids(inventory)).isEmpty();
        assertThat(inventory.uncovered())
                .singleElement()
                .extracting(Uncovered::remedy)
                .asString()
                .contains("no config dataset holds its settings");
    }

    @Test
    void aProjectWhoseDirectoryIsNotMountedAlarms() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "files").enabled().volume("f", "/data"));
        assertThat(look.look().uncovered()).isEmpty();
        look.unmounted.add(Path.of(ContainerBuilder.DIRECTORY));

        assertThat(look.look().uncovered()).singleElement().satisfies(uncovered -> {
            assertThat(uncovered.severity()).isEqualTo(Uncovered.Severity.ALARM);
            assertThat(uncovered.subject()).isEqualTo("configuration of project shop");
            assertThat(uncovered.reason()).contains("/srv/shop is not mounted into the sidecar");
            assertThat(uncovered.remedy()).contains("- /srv/shop:/srv/shop:ro,${SLACKWATER_PROPAGATION:-rslave}");
        });
    }
}
