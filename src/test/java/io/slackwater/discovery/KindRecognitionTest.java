package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.KindRecognition.Recognised;
import io.slackwater.docker.Container;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindRecognitionTest {

    private static final Kinds<?> KINDS = new Look().kinds();
    private static final KindRecognition RECOGNITION = new KindRecognition(
            KINDS, new Execs(new StandInDocker()), Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "postgres, postgres",
        "postgres:17-alpine, postgres",
        "pgvector/pgvector:pg17, postgres",
        "timescale/timescaledb:latest-pg17, postgres",
        "registry.example:5000/mirror/timescaledb-ha:pg17, postgres",
        "docker.io/bitnami/postgresql@sha256:abc, postgres",
        "redis:8, redis",
        "valkey/valkey:8, redis",
        "ghcr.io/open-webui/open-webui:main, open-webui",
        "ollama/ollama, ollama",
        "localhost:5000/ollama, ollama"
    })
    void imagesAreRecognisedByTheirName(String image, String kind) {
        assertThat(kind(ContainerBuilder.service("shop", "x").image(image))).contains(new Kind(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "prometheuscommunity/postgres-exporter",
        "oliver006/redis_exporter",
        "dpage/pgadmin4",
        "postgrest/postgrest",
        "redis/redisinsight",
        "sha256:0123456789ab"
    })
    void imagesWithADatabaseNameInAnotherNameAreNoDatabase(String image) {
        assertThat(kind(ContainerBuilder.service("shop", "x").image(image))).isEmpty();
    }

    @Test
    void aRenamedImageIsRecognisedByItsInheritedSettings() {
        assertThat(kind(renamed().env("PGDATA", "/var/lib/postgresql/data"))).contains(new Kind("postgres"));
        assertThat(kind(renamed().port(5432).volume("d", "/var/lib/postgresql")))
                .contains(new Kind("postgres"));
        assertThat(kind(renamed().env("POSTGRES_PASSWORD", "x").volume("d", "/var/lib/postgresql/data")))
                .contains(new Kind("postgres"));
        assertThat(kind(renamed().command("docker-entrypoint.sh", "valkey-server")))
                .contains(new Kind("redis"));
        assertThat(kind(renamed().command("/usr/local/bin/redis-server", "--appendonly", "yes")))
                .contains(new Kind("redis"));
        assertThat(kind(renamed().port(11434).volume("m", "/root/.ollama"))).contains(new Kind("ollama"));
        assertThat(kind(renamed().env("WEBUI_SECRET_KEY", "x").volume("w", "/app/backend/data")))
                .contains(new Kind("open-webui"));
    }

    @Test
    void aClientOfADatabaseIsNotTakenForOneWithoutAProbe() throws Exception {
        ContainerBuilder client = renamed().env("POSTGRES_PASSWORD", "x").env("OLLAMA_BASE_URL", "x");

        assertThat(kind(client)).isEmpty();
        Recognised stopped = RECOGNITION.of(client.state(Container.State.EXITED).build(), Optional.empty());
        assertThat(stopped.kind().profile().kind()).isEqualTo(new Kind("postgres"));
        assertThat(stopped.because()).last().asString().contains("the container does not run");
    }

    @Test
    void theLabelTakesPrecedenceOverTheImage() throws Exception {
        assertThat(RECOGNITION.of(renamed().image("postgres").build(), Optional.of(new Kind("volume"))))
                .isEqualTo(new Recognised(
                        KINDS.of(new Kind("volume")),
                        Optional.empty(),
                        List.of("kind volume: by the label slackwater.kind")));
    }

    @ParameterizedTest
    @CsvSource({
        "mysql:9, mysql",
        "mariadb, mariadb",
        "mongo:8, mongo",
        "qdrant/qdrant, qdrant",
        "mcr.microsoft.com/mssql/server:2022-latest, mssql"
    })
    void databasesWithoutADumpAreCopiedAndReported(String image, String product) {
        assertThat(RECOGNITION.described(renamed().image(image).build())).hasValueSatisfying(known -> {
            assertThat(known.kind().profile().kind()).isEqualTo(new Kind("volume"));
            assertThat(known.product()).contains(product);
        });
    }

    @Test
    void aRenamedDatabaseWithoutADumpIsRecognisedByItsMount() {
        assertThat(RECOGNITION.described(renamed().volume("d", "/var/lib/mysql").build()))
                .hasValueSatisfying(known -> assertThat(known.product()).contains("MySQL or MariaDB"));
    }

    private static ContainerBuilder renamed() {
        return ContainerBuilder.service("shop", "x").image("registry.example/own/thing:1");
    }

    private static Optional<Kind> kind(ContainerBuilder container) {
        return RECOGNITION
                .described(container.build())
                .map(known -> known.kind().profile().kind());
    }
}
