package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ContainerDocumentTest {

    private static Container read(String document) throws IOException {
        return ContainerDocument.read(EngineHttp.MAPPER.readTree(document));
    }

    @Test
    void everyFieldOfAComposeContainerIsRead() throws IOException {
        Container container = read("""
                {"Id":"abc","Name":"/shop-db-2","Image":"sha256:1","Path":"docker-entrypoint.sh","Args":["postgres","-c","x=y"],
                 "State":{"Status":"paused","StartedAt":"2026-07-01T10:00:00.123456789Z","Health":{"Status":"unhealthy"}},
                 "Config":{"Image":"pgvector/pgvector:pg17","User":"999","WorkingDir":"/w",
                   "Env":["POSTGRES_PASSWORD=a=b","EMPTY=","BROKEN"],
                   "ExposedPorts":{"5432/tcp":{},"53/udp":{}},
                   "Labels":{"com.docker.compose.project":"shop","com.docker.compose.service":"db",
                     "com.docker.compose.oneoff":"False","com.docker.compose.container-number":"2"}},
                 "HostConfig":{"Tmpfs":{"/run":"rw,noexec","/ro":"ro"}},
                 "Mounts":[
                   {"Type":"volume","Name":"shop_db","Source":"/var/lib/docker/volumes/shop_db/_data","Destination":"/data","Driver":"local","RW":true},
                   {"Type":"bind","Source":"/srv/conf","Destination":"/conf","RW":false},
                   {"Type":"tmpfs","Source":"","Destination":"/cache","RW":true},
                   {"Type":"npipe","Source":"x","Destination":"/pipe","RW":true}],
                 "NetworkSettings":{"Networks":{"shop_default":{"IPAddress":"172.18.0.3"}}}}
                """);

        assertThat(container.name()).isEqualTo("shop-db-2");
        assertThat(container.project()).isEqualTo("shop");
        assertThat(container.service()).isEqualTo("db");
        assertThat(container.oneOff()).isFalse();
        assertThat(container.replica()).isEqualTo(2);
        assertThat(container.state()).isEqualTo(Container.State.PAUSED);
        assertThat(container.health()).contains("unhealthy");
        assertThat(container.startedAt()).isEqualTo(Instant.parse("2026-07-01T10:00:00.123456789Z"));
        assertThat(container.environment())
                .containsEntry("POSTGRES_PASSWORD", "a=b")
                .containsEntry("EMPTY", "");
        assertThat(container.command()).containsExactly("docker-entrypoint.sh", "postgres", "-c", "x=y");
        assertThat(container.exposedPorts()).containsExactly(5432);
        assertThat(container.networks()).containsEntry("shop_default", "172.18.0.3");
        assertThat(container.mounts())
                .containsExactly(
                        new Mount(
                                Mount.Type.VOLUME,
                                "shop_db",
                                Path.of("/var/lib/docker/volumes/shop_db/_data"),
                                "/data",
                                true,
                                "local"),
                        new Mount(Mount.Type.BIND, null, Path.of("/srv/conf"), "/conf", false, ""),
                        new Mount(Mount.Type.TMPFS, null, Path.of(""), "/cache", true, ""),
                        new Mount(Mount.Type.OTHER, null, Path.of("x"), "/pipe", true, ""),
                        new Mount(Mount.Type.TMPFS, null, Path.of(""), "/run", true, ""),
                        new Mount(Mount.Type.TMPFS, null, Path.of(""), "/ro", false, ""));
        assertThat(container.toString()).doesNotContain("a=b");
    }

    @Test
    void aContainerInTheNetworkOfAnotherHasThatNetworkOnly() throws IOException {
        Container container = read("""
                {"Id":"abc","Name":"/shop-webui-1","State":{"Status":"running"},"Config":{},
                 "HostConfig":{"NetworkMode":"container:def"},"NetworkSettings":{"Networks":{}}}
                """);

        assertThat(container.networks()).containsOnly(entry("container:def", ""));
    }

    @Test
    void namesThatOnlyTheContainerResolvesAreItsLinksAndExtraHosts() throws IOException {
        Container container = read("""
                {"Id":"abc","Name":"/shop-webui-1","State":{"Status":"running"},"Config":{},
                 "HostConfig":{"Links":["/shop-old-1:/shop-webui-1/Legacy"],"ExtraHosts":["far:10.0.0.5","six=fd00::5","here:host-gateway"]},
                 "NetworkSettings":{"Networks":{"a":{"Links":["shop-db-1:database","plain"]},"b":{"Links":null}}}}
                """);

        assertThat(container.hosts())
                .containsOnly(
                        entry("legacy", "shop-old-1"),
                        entry("database", "shop-db-1"),
                        entry("plain", "plain"),
                        entry("far", "10.0.0.5"),
                        entry("six", "fd00::5"),
                        entry("here", "host-gateway"));
    }

    @Test
    void missingFieldsAreEmpty() throws IOException {
        Container container = read("""
                {"Id":"abc","Name":"/lonely","State":{"Status":"created","StartedAt":"0001-01-01T00:00:00Z"},
                 "Config":{"Labels":null,"Env":null,"ExposedPorts":null},"Mounts":null,"HostConfig":{"Tmpfs":null,"Links":null,"ExtraHosts":null},"Args":null}
                """);

        assertThat(container.startedAt()).isEqualTo(Instant.EPOCH);
        assertThat(container.project()).isEmpty();
        assertThat(container.replica()).isEqualTo(1);
        assertThat(container.health()).isEmpty();
        assertThat(container.mounts()).isEmpty();
        assertThat(container.environment()).isEmpty();
    }

    @Test
    void theSettingsForAStopHaveDockersDefaults() throws IOException {
        assertThat(ContainerDocument.stopSettings(EngineHttp.MAPPER.readTree("{}")))
                .isEqualTo(new StopSettings(RestartPolicy.NO, Duration.ofSeconds(10), false, Duration.ofSeconds(30)));
        assertThat(ContainerDocument.stopSettings(EngineHttp.MAPPER.readTree("""
                {"Config":{"StopTimeout":60,"Healthcheck":{"Interval":2000000000}},
                 "HostConfig":{"AutoRemove":true,"RestartPolicy":{"Name":"on-failure","MaximumRetryCount":5}}}
                """)))
                .isEqualTo(new StopSettings(
                        new RestartPolicy("on-failure", 5), Duration.ofMinutes(1), true, Duration.ofSeconds(2)));
        assertThat(ContainerDocument.stopSettings(EngineHttp.MAPPER.readTree("{\"Config\":{\"StopTimeout\":-1}}"))
                        .grace())
                .isEqualTo(Duration.ofMinutes(5));
    }
}
