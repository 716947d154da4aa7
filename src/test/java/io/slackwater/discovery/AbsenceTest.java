package io.slackwater.discovery;

import static io.slackwater.discovery.Shop.cluster;
import static io.slackwater.discovery.Shop.postgres;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.Container;
import io.slackwater.docker.ExecResult;
import org.junit.jupiter.api.Test;

/** Why the database {@code app} of the server {@code db} is absent after earlier backups. */
class AbsenceTest {

    private final Look look = new Look();

    private Absence app() throws Exception {
        Inventory inventory = look.look();
        assertThat(Look.ids(inventory)).doesNotContain("shop.db.app");
        return Absence.of(inventory, "shop.db.app", "shop-db", true);
    }

    @Test
    void aDatabaseThatItsServerDoesNotListHasVanished() throws Exception {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", cluster("other"));
        assertThat(app()).isEqualTo(Absence.VANISHED);
    }

    @Test
    void aDatabaseThatALabelNamesHasVanished() throws Exception {
        look.docker
                .with(postgres("db").enabled().label("slackwater.databases", "app,other"))
                .answers("shop-db-1", "psql", cluster("other"));
        assertThat(app()).isEqualTo(Absence.VANISHED);
    }

    @Test
    void aDatabaseThatTheLabelLeavesOutWasRemoved() throws Exception {
        look.docker
                .with(postgres("db").enabled().label("slackwater.databases", "other"))
                .answers("shop-db-1", "psql", cluster("app", "other"));
        assertThat(app()).isEqualTo(Absence.REMOVED);
    }

    @Test
    void anAbsenceIsUnsureBeforeTheServerHasAnswered() throws Exception {
        look.docker
                .with(postgres("db").enabled())
                .answers("shop-db-1", "psql", command -> new ExecResult(2, "", "connection refused"));
        assertThat(app()).isEqualTo(Absence.UNSURE);
        look.docker.with(postgres("db").enabled().state(Container.State.EXITED));
        assertThat(app()).isEqualTo(Absence.UNSURE);
    }

    @Test
    void aWrongLabelIsToldFromAMissingDatabase() throws Exception {
        look.docker.with(postgres("db").enabled().label("slackwater.freeze.max", "soon"));
        assertThat(app()).isEqualTo(Absence.MISLABELLED);
        look.docker.with(postgres("db").label("slackwater.enable", "false").label("slackwater.freeze.max", "soon"));
        assertThat(app()).isEqualTo(Absence.REMOVED);
    }

    @Test
    void aMissingOrExcludedWorkloadWasRemovedWithItsDatasets() throws Exception {
        assertThat(app()).isEqualTo(Absence.REMOVED);
        look.docker.with(postgres("db").label("slackwater.enable", "false"));
        assertThat(app()).isEqualTo(Absence.REMOVED);
    }

    @Test
    void aDatabaseThatRefusesConnectionsHasNotVanished() throws Exception {
        look.docker
                .with(postgres("db").enabled())
                .answers("shop-db-1", "psql", cluster("app").replace("\"connectable\":true", "\"connectable\":false"));
        assertThat(app()).isEqualTo(Absence.UNSURE);
    }

    @Test
    void aVolumeThatADumpCoversHasNotVanished() throws Exception {
        ContainerBuilder db = postgres("db").enabled().volume("more", "/tablespace");
        look.docker.with(db).answers("shop-db-1", "psql", command -> new ExecResult(2, "", "connection refused"));
        assertThat(Look.ids(look.look())).as("no server has answered yet").contains("shop.db.tablespace--ef6a3030");

        look.docker.answers(
                "shop-db-1", "psql", cluster("app").replace("\"directories\":[", "\"directories\":[\"/tablespace\","));
        Inventory inventory = look.look();

        assertThat(Look.ids(inventory)).doesNotContain("shop.db.tablespace--ef6a3030");
        assertThat(Absence.of(inventory, "shop.db.tablespace--ef6a3030", "shop-db", false))
                .isEqualTo(Absence.COVERED);
    }

    @Test
    void aVolumeThatAnotherWorkloadCapturesHasNotVanished() throws Exception {
        look.docker.with(
                ContainerBuilder.service("shop", "app").enabled().readOnlyVolume("f", "/html"),
                ContainerBuilder.service("shop", "writer").enabled().volume("f", "/in"));
        assertThat(Absence.of(look.look(), "shop.app.html--70e1e6d3", "shop-app", false))
                .isEqualTo(Absence.COVERED);
    }

    @Test
    void aVolumeThatALabelLeavesOutWasRemoved() throws Exception {
        look.docker.with(Shop.files().volume("more", "/more").label("slackwater.volumes.exclude", "/more"));
        assertThat(Absence.of(look.look(), "shop.files.more--e17f0d3c", "shop-files", false))
                .isEqualTo(Absence.REMOVED);
    }

    @Test
    void anAbsentTreeIsUnsureWhileItsWorkloadAlarms() throws Exception {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", cluster("app"));
        assertThat(Absence.of(look.look(), "shop.db.data--fced7c40", "shop-db", false))
                .isEqualTo(Absence.VANISHED);
        look.docker.with(postgres("db").enabled().state(Container.State.EXITED));
        assertThat(Absence.of(look.look(), "shop.db.data--fced7c40", "shop-db", false))
                .isEqualTo(Absence.UNSURE);
    }
}
