package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.KindRecognition.Recognition;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindRecognitionTest {

    private static final Kinds<?> KINDS = new Look().kinds();
    private static final KindRecognition RECOGNITION = new KindRecognition(KINDS);

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
    void images_are_known_by_their_own_name(String image, String kind) {
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
    void images_that_only_sound_like_a_database_are_none(String image) {
        assertThat(kind(ContainerBuilder.service("shop", "x").image(image))).isEmpty();
    }

    @Test
    void a_renamed_image_is_known_by_what_it_inherited() {
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
    void a_client_of_a_database_is_not_taken_for_one_without_asking() {
        Recognition client = RECOGNITION.of(
                renamed()
                        .env("POSTGRES_PASSWORD", "x")
                        .env("OLLAMA_BASE_URL", "x")
                        .build(),
                Optional.empty());

        assertThat(client)
                .isInstanceOfSatisfying(
                        Recognition.Unsure.class,
                        unsure -> assertThat(unsure.hints())
                                .extracting(kind -> kind.profile().kind())
                                .containsExactly(new Kind("postgres")));
    }

    @Test
    void the_label_wins() {
        assertThat(RECOGNITION.of(renamed().image("postgres").build(), Optional.of(new Kind("volume"))))
                .isEqualTo(new Recognition.Known(
                        KINDS.of(new Kind("volume")),
                        Optional.empty(),
                        java.util.List.of("kind volume: by the label slackwater.kind")));
    }

    @ParameterizedTest
    @CsvSource({
        "mysql:9, MySQL",
        "mariadb, MariaDB",
        "mongo:8, MongoDB",
        "qdrant/qdrant, Qdrant",
        "mcr.microsoft.com/mssql/server:2022-latest, SQL Server"
    })
    void databases_without_a_dump_are_copied_and_that_is_known(String image, String product) {
        assertThat(RECOGNITION.of(renamed().image(image).build(), Optional.empty()))
                .isInstanceOfSatisfying(Recognition.Known.class, known -> {
                    assertThat(known.kind().profile().kind()).isEqualTo(new Kind("volume"));
                    assertThat(known.product()).contains(product);
                });
    }

    @Test
    void a_renamed_database_without_a_dump_is_known_by_its_mount() {
        assertThat(RECOGNITION.of(renamed().volume("d", "/var/lib/mysql").build(), Optional.empty()))
                .isInstanceOfSatisfying(
                        Recognition.Known.class,
                        known -> assertThat(known.product()).contains("MySQL or MariaDB"));
    }

    private static ContainerBuilder renamed() {
        return ContainerBuilder.service("shop", "x").image("registry.example/own/thing:1");
    }

    private static Optional<Kind> kind(ContainerBuilder container) {
        return RECOGNITION.of(container.build(), Optional.empty()) instanceof Recognition.Known known
                ? Optional.of(known.kind().profile().kind())
                : Optional.empty();
    }
}
