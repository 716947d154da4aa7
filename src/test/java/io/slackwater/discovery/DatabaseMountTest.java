package io.slackwater.discovery;

import static io.slackwater.discovery.Look.alarms;
import static io.slackwater.discovery.Look.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.ExecResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mount that holds a database's directory below its root, alone or beside other files. */
class DatabaseMountTest {

    @TempDir
    private Path project;

    private final Look look = new Look();

    @BeforeEach
    void aServerWithItsDataBelowTheMountsRoot() throws Exception {
        Files.createDirectories(project.resolve("extra/pg/data/base"));
        Files.createDirectory(project.resolve("extra/lost+found"));
        look.docker
                .with(ContainerBuilder.service("shop", "db")
                        .image("postgres:17")
                        .enabled()
                        .label("com.docker.compose.project.working_dir", project.toString())
                        .env("PGDATA", "/extra/pg/data")
                        .bind(project.resolve("extra").toString(), "/extra"))
                .answers("shop-db-1", "psql", Shop.cluster("app"));
    }

    @Test
    void aMountWithOnlyTheDatabaseIsCoveredByTheDump() throws Exception {
        Inventory inventory = look.look();

        assertThat(ids(inventory)).doesNotContain("shop.db.extra--ea29764c");
        assertThat(alarms(inventory)).isEmpty();
    }

    @Test
    void filesBesideADatabaseAreCapturedWithoutTheDatabase() throws Exception {
        Files.createDirectory(project.resolve("extra/uploads"));
        Inventory besideIt = look.look();

        assertThat(ids(besideIt)).contains("shop.db.extra--ea29764c", "shop.db.app");
        assertThat(((Source.Tree) besideIt.dataset("shop.db.extra--ea29764c")
                                .orElseThrow()
                                .source())
                        .excludes())
                .isEqualTo(List.of(
                        project.resolve("extra/pg/data").toString(),
                        project.resolve("extra/.slackwater-*").toString()));
        assertThat(alarms(besideIt)).isEmpty();
    }

    @Test
    void aVolumeInTheUsualDirectoryIsCapturedWhenTheServerKeepsNoDataThere() throws Exception {
        look.docker
                .with(Shop.postgres("db")
                        .enabled()
                        .volume("archive", "/var/lib/postgresql/archive")
                        .volume("deeper", "/var/lib/postgresql/data/deeper"))
                .answers("shop-db-1", "psql", Shop.cluster("app"));

        Inventory inventory = look.look();

        assertThat(ids(inventory))
                .filteredOn(id -> id.contains("postgresql"))
                .singleElement()
                .asString()
                .startsWith("shop.db.var-lib-postgresql-archive");
        assertThat(alarms(inventory)).isEmpty();
    }

    @Test
    void aVolumeInTheUsualDirectoryIsNotCapturedBeforeTheServerAnswers() throws Exception {
        look.docker
                .with(Shop.postgres("db").enabled().volume("archive", "/var/lib/postgresql/archive"))
                .answers("shop-db-1", "psql", command -> new ExecResult(2, "", "the database system is starting up"));

        assertThat(ids(look.look())).noneMatch(id -> id.contains("archive"));
    }

    @Test
    void filesInParentDirectoriesOfADatabaseAreCaptured() throws Exception {
        Files.writeString(project.resolve("extra/pg/notes"), "x");

        assertThat(ids(look.look())).contains("shop.db.extra--ea29764c");
    }

    @Test
    void anInvisibleMountAlarms() throws Exception {
        Files.move(project.resolve("extra"), project.resolve("elsewhere"));

        assertThat(alarms(look.look()))
                .singleElement()
                .asString()
                .contains("cannot see whether it also holds files that no dump covers");
    }
}
