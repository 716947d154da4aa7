package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecResult;
import io.slackwater.policy.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    private final Look look = new Look();

    @Test
    void one_label_protects_a_postgres_server_with_its_roles_and_databases() throws Exception {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", cluster("app", "we ird-DB", "a=b"));

        Inventory inventory = look.look();

        assertThat(ids(inventory))
                .contains("shop-db-roles", "shop-db-app", "shop-stack-config")
                .hasSize(5);
        Workload db = inventory.workload(new WorkloadId("shop", "db")).orElseThrow();
        assertThat(db.kind()).isEqualTo(Kind.POSTGRES);
        assertThat(db.plan()).isEqualTo("critical");
        assertThat(db.freezeMax()).isEqualTo(Duration.ofSeconds(60));
        assertThat(db.datasets())
                .extracting(Dataset::source)
                .containsExactly(
                        new Source.PostgresRoles(),
                        new Source.PostgresDatabase("app"),
                        new Source.PostgresDatabase("we ird-DB"),
                        new Source.PostgresDatabase("a=b"));
        assertThat(db.because())
                .contains(
                        "protected: label slackwater.enable=true",
                        "kind postgres: the image is pgvector/pgvector:pg17",
                        "plan critical: the policy's first plan for the kind postgres");
        assertThat(inventory.datasets())
                .allSatisfy(dataset -> assertThat(dataset.because()).isNotEmpty());
        assertThat(notes(inventory))
                .contains("volume pg at /var/lib/postgresql/data: covered by the dump: it holds the"
                        + " database's directory /var/lib/postgresql/data");
        assertThat(alarms(inventory)).isEmpty();
    }

    @Test
    void a_database_created_later_is_found_at_the_next_look() throws Exception {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", cluster("app"));
        assertThat(ids(look.look())).doesNotContain("shop-db-later");

        look.docker.answers("shop-db-1", "psql", cluster("app", "later"));

        assertThat(ids(look.look())).contains("shop-db-later");
    }

    @Test
    void two_projects_with_a_service_of_the_same_name_have_their_own_ids() throws Exception {
        look.docker
                .with(
                        ContainerBuilder.service("one", "db").image("postgres").enabled(),
                        ContainerBuilder.service("two", "db").image("postgres").enabled())
                .answers("one-db-1", "psql", cluster("app"))
                .answers("two-db-1", "psql", cluster("app"));

        assertThat(ids(look.look())).contains("one-db-app", "two-db-app").doesNotHaveDuplicates();
    }

    @Test
    void a_mistyped_label_unprotects_only_its_own_workload() throws Exception {
        look.docker
                .with(
                        postgres("db").enabled(),
                        ContainerBuilder.service("shop", "files")
                                .enabled()
                                .label("slackwater.plann", "critical")
                                .volume("files", "/data"))
                .answers("shop-db-1", "psql", cluster("app"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop-db-app").noneMatch(id -> id.contains("files"));
        assertThat(inventory.uncovered()).anySatisfy(uncovered -> {
            assertThat(uncovered.severity()).isEqualTo(Uncovered.Severity.ALARM);
            assertThat(uncovered.subject()).isEqualTo("service files of project shop");
            assertThat(uncovered.reason())
                    .isEqualTo("not protected: unknown label slackwater.plann=critical in container shop-files-1");
            assertThat(uncovered.remedy()).isEqualTo("did you mean slackwater.plan?");
        });
    }

    @Test
    void a_server_that_refuses_keeps_the_databases_it_had() throws Exception {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", cluster("app"));
        look.look();
        look.docker.answers(
                "shop-db-1",
                "psql",
                command -> new ExecResult(2, "", "psql: error: FATAL:  password authentication failed\n"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop-db-app", "shop-db-roles");
        assertThat(alarms(inventory))
                .containsExactly("service db of project shop: cannot list databases: psql: error: FATAL:  password"
                        + " authentication failed; those known from before stay listed");
    }

    @Test
    void a_server_that_never_answered_alarms() throws Exception {
        look.docker
                .with(postgres("db").enabled())
                .answers("shop-db-1", "psql", command -> new ExecResult(2, "", "connection refused"));

        Inventory inventory = look.look();

        assertThat(inventory
                        .workload(new WorkloadId("shop", "db"))
                        .orElseThrow()
                        .datasets())
                .isEmpty();
        assertThat(alarms(inventory))
                .containsExactly("service db of project shop: cannot list databases: connection refused");
    }

    @Test
    void a_stopped_database_alarms_and_a_paused_one_does_not() throws Exception {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", cluster("app"));
        look.look();

        look.docker.with(postgres("db").enabled().state(Container.State.PAUSED));
        Inventory paused = look.look();
        look.docker.with(postgres("db").enabled().state(Container.State.EXITED));
        Inventory stopped = look.look();

        assertThat(ids(paused)).contains("shop-db-app");
        assertThat(alarms(paused)).isEmpty();
        assertThat(ids(stopped)).contains("shop-db-app");
        assertThat(alarms(stopped)).singleElement().asString().contains("the container is exited");
    }

    @Test
    void the_password_reaches_psql_through_its_environment_only() throws Exception {
        look.docker
                .with(postgres("db")
                        .enabled()
                        .env("POSTGRES_PASSWORD", "s3cret")
                        .env("POSTGRES_USER", "owner"))
                .answers("shop-db-1", "psql", cluster("app"));

        Inventory inventory = look.look();

        Workload db = inventory.workload(new WorkloadId("shop", "db")).orElseThrow();
        assertThat(db.signIn().user()).contains("owner");
        assertThat(db.signIn().password().orElseThrow().reveal()).isEqualTo("s3cret");
        assertThat(look.docker.environments.getLast()).containsEntry("PGPASSWORD", "s3cret");
        assertThat(look.docker.asked.toString() + inventory).doesNotContain("s3cret");
    }

    @Test
    void databases_of_a_label_that_are_not_there_alarm() throws Exception {
        look.docker
                .with(postgres("db").enabled().label("slackwater.databases", "app,order"))
                .answers("shop-db-1", "psql", cluster("app", "orders"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop-db-app").doesNotContain("shop-db-orders");
        assertThat(alarms(inventory))
                .containsExactly(
                        "database order: label slackwater.databases names order, which the server does not have");
        assertThat(notes(inventory)).contains("database orders: not named by the label slackwater.databases");
    }

    @Test
    void a_user_who_is_no_superuser_costs_the_roles_and_is_told() throws Exception {
        look.docker
                .with(postgres("db").enabled())
                .answers("shop-db-1", "psql", cluster("app").replace("\"superuser\":true", "\"superuser\":false"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop-db-app").doesNotContain("shop-db-roles");
        assertThat(alarms(inventory)).singleElement().asString().startsWith("roles: ");
    }

    @Test
    void databases_that_take_no_connections_are_noted() throws Exception {
        look.docker
                .with(postgres("db").enabled())
                .answers(
                        "shop-db-1",
                        "psql",
                        cluster("app", "closed")
                                .replace(
                                        "\"name\":\"closed\",\"connectable\":true",
                                        "\"name\":\"closed\",\"connectable\":false"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).doesNotContain("shop-db-closed");
        assertThat(notes(inventory)).contains("database closed: it allows no connections (datallowconn is false)");
    }

    @Test
    void redis_has_one_dataset_and_its_volume_is_covered_by_the_dump() throws Exception {
        look.docker
                .with(ContainerBuilder.service("shop", "redis")
                        .image("redis:8")
                        .enabled()
                        .command("docker-entrypoint.sh", "redis-server", "--requirepass", "s3cret")
                        .volume("redis", "/data"))
                .answers(
                        "shop-redis-1",
                        "redis-cli",
                        command -> new ExecResult(
                                0,
                                "s3cret".equals(command.environment().get("REDISCLI_AUTH")) ? "PONG\n" : "NOAUTH\n",
                                ""));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop-redis-rdb").hasSize(2);
        assertThat(inventory.dataset("shop-redis-rdb").orElseThrow().plan()).isEqualTo("system");
        assertThat(alarms(inventory)).isEmpty();
        assertThat(look.docker.asked.toString() + inventory).doesNotContain("s3cret");
    }

    @Test
    void a_redis_that_wants_another_password_alarms_and_stays_listed() throws Exception {
        look.docker
                .with(ContainerBuilder.service("shop", "redis")
                        .image("valkey/valkey:8")
                        .enabled())
                .answers("shop-redis-1", "valkey-cli", "NOAUTH Authentication required.\n");

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop-redis-rdb");
        assertThat(alarms(inventory))
                .containsExactly("service redis of project shop: cannot sign in: NOAUTH Authentication required.");
    }

    @Test
    void open_webui_is_frozen_and_copied_without_its_cache() throws Exception {
        look.docker.with(ContainerBuilder.service("ai", "open-webui")
                .image("ghcr.io/open-webui/open-webui:main")
                .enabled()
                .volume("webui", "/app/backend/data"));

        Dataset data = look.look().dataset("ai--open-webui---app-backend-data").orElseThrow();

        assertThat(data.method()).isEqualTo(Method.FREEZE);
        assertThat(data.source())
                .isEqualTo(new Source.Tree(
                        java.nio.file.Path.of("/var/lib/docker/volumes/webui/_data"),
                        "/app/backend/data",
                        List.of("/var/lib/docker/volumes/webui/_data/cache")));
    }

    @Test
    void ollama_is_copied_hot_without_unfinished_downloads() throws Exception {
        look.docker.with(ContainerBuilder.service("ai", "ollama")
                .image("ollama/ollama")
                .enabled()
                .volume("models", "/root/.ollama"));

        Inventory inventory = look.look();
        Dataset models = inventory.datasets().stream()
                .filter(dataset -> dataset.kind().equals(Kind.OLLAMA))
                .findFirst()
                .orElseThrow();

        assertThat(models.method()).isEqualTo(Method.HOT);
        assertThat(models.plan()).isEqualTo("models");
        assertThat(((Source.Tree) models.source()).excludes())
                .containsExactly("/var/lib/docker/volumes/models/_data/models/blobs/*-partial*");
    }

    @Test
    void stop_is_refused_instead_of_doing_something_else() throws Exception {
        look.docker.with(files().label("slackwater.method", "stop"));

        Inventory inventory = look.look();

        assertThat(inventory.workloads()).isEmpty();
        assertThat(alarms(inventory)).singleElement().asString().contains("slackwater.method=stop is not available");
    }

    @Test
    void a_method_that_does_not_fit_the_kind_is_refused() throws Exception {
        look.docker.with(
                postgres("db").enabled().label("slackwater.method", "freeze"),
                files().label("slackwater.method", "stream"));

        Inventory inventory = look.look();

        assertThat(inventory.workloads()).isEmpty();
        assertThat(inventory.uncovered())
                .extracting(Uncovered::remedy)
                .contains(
                        "for the kind postgres allowed are auto, stream",
                        "for the kind volume allowed are auto, hot, freeze");
    }

    @Test
    void several_replicas_need_a_choice() throws Exception {
        look.docker.with(files(), files().replica(2));

        Inventory inventory = look.look();

        assertThat(inventory.workloads()).isEmpty();
        assertThat(alarms(inventory)).singleElement().asString().contains("2 containers of it run");
    }

    @Test
    void a_stopped_leftover_beside_the_running_container_is_no_replica() throws Exception {
        look.docker.with(files().state(Container.State.EXITED), files().replica(2));

        Workload found = look.look().workload(new WorkloadId("shop", "files")).orElseThrow();

        assertThat(found.container().name()).isEqualTo("shop-files-2");
    }

    @Test
    void files_of_a_stopped_container_are_still_captured() throws Exception {
        look.docker.with(files().state(Container.State.EXITED));

        assertThat(ids(look.look())).contains("shop-files--data");
    }

    @Test
    void one_off_containers_and_our_helpers_are_not_looked_at() throws Exception {
        look.docker.with(
                files().oneOff(),
                ContainerBuilder.plain("helper").label("slackwater.helper", "x").volume("v", "/v"));

        Inventory inventory = look.look();

        assertThat(inventory.workloads()).isEmpty();
        assertThat(inventory.uncovered()).isEmpty();
    }

    @Test
    void only_the_policys_projects_are_looked_at() throws Exception {
        look.policy = Policies.policy(Set.of("shop"), Policy.Protect.LABELLED, "/repos/critical");
        look.docker.with(
                files(),
                ContainerBuilder.service("other", "files").enabled().volume("o", "/data"),
                ContainerBuilder.plain("lonely").volume("l", "/data"));
        look.docker.volumes.put("other_gone", Map.of("com.docker.compose.project", "other"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).containsExactly("shop-files--data", "shop-stack-config");
        assertThat(inventory.uncovered()).isEmpty();
    }

    @Test
    void protect_all_takes_the_unlabelled_but_not_the_refused() throws Exception {
        look.policy = Policies.policy(Set.of(), Policy.Protect.ALL, "/repos/critical");
        look.docker.with(
                ContainerBuilder.service("shop", "files").volume("f", "/data"),
                ContainerBuilder.service("shop", "cache").volume("c", "/data").label("slackwater.enable", "false"),
                ContainerBuilder.service("shop", "web").image("nginx"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).containsExactly("shop-files--data", "shop-stack-config");
        assertThat(alarms(inventory)).isEmpty();
    }

    @Test
    void a_plan_label_wins_over_the_kind() throws Exception {
        look.docker.with(files().label("slackwater.plan", "system"));

        assertThat(look.look().dataset("shop-files--data").orElseThrow().plan()).isEqualTo("system");
    }

    @Test
    void a_kind_without_a_plan_alarms() throws Exception {
        look.policy = Policies.policy(
                Set.of(), Policy.Protect.LABELLED, "/repos", Map.of("only", Policies.plan("only", Set.of("redis"))));
        look.docker.with(files());

        assertThat(alarms(look.look()))
                .containsExactly("service files of project shop: no plan of the policy takes the kind volume");
    }

    @Test
    void a_label_without_a_volume_alarms() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "web").enabled());

        assertThat(alarms(look.look())).singleElement().asString().contains("labelled, but it is no database");
    }

    @Test
    void everything_left_out_alarms() throws Exception {
        look.docker.with(files().label("slackwater.volumes.exclude", "/data"));

        assertThat(alarms(look.look())).singleElement().asString().contains("everything in it is left out");
    }

    @Test
    void labels_without_a_feature_yet_say_so() throws Exception {
        look.docker.with(files().label("slackwater.exec.dump", "[\"dump\"]")
                .label("slackwater.group", "web")
                .label("slackwater.drill.sql", "select true"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop-files--data");
        assertThat(alarms(inventory))
                .hasSize(2)
                .anyMatch(a -> a.contains("slackwater.exec.dump"))
                .anyMatch(a -> a.contains("slackwater.group=web"));
        assertThat(inventory
                        .workload(new WorkloadId("shop", "files"))
                        .orElseThrow()
                        .because())
                .anyMatch(sentence -> sentence.contains("slackwater.drill"));
    }

    @Test
    void a_database_that_can_only_be_copied_is_copied_and_alarms_until_that_is_accepted() throws Exception {
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
                        "service sql of project shop: MySQL is only copied while frozen; there is no dump of it");
        assertThat(alarms(accepted)).isEmpty();
    }

    @Test
    void a_service_called_stack_shares_its_workload_with_the_configuration() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "stack").enabled().volume("s", "/data"));

        Inventory inventory = look.look();

        assertThat(inventory.workloads()).hasSize(1);
        assertThat(ids(inventory)).containsExactly("shop-stack--data", "shop-stack-config");
    }

    @Test
    void a_container_of_no_project_is_known_by_its_name() throws Exception {
        look.docker.with(ContainerBuilder.plain("notes").enabled().volume("n", "/data"));

        assertThat(ids(look.look())).containsExactly("notes-notes--data");
    }

    @Test
    void an_unknown_image_is_asked_what_it_is_once() throws Exception {
        look.docker
                .with(ContainerBuilder.service("shop", "db")
                        .image("own/thing")
                        .enabled()
                        .volume("d", "/var/lib/x"))
                .answers("shop-db-1", "pg_isready", "accepting connections")
                .answers("shop-db-1", "psql", cluster("app"));

        Inventory inventory = look.look();
        look.look();

        assertThat(ids(inventory)).contains("shop-db-app");
        assertThat(inventory
                        .workload(new WorkloadId("shop", "db"))
                        .orElseThrow()
                        .because())
                .anyMatch(sentence -> sentence.contains("pg_isready"));
        assertThat(look.docker.asked.stream().filter(asked -> asked.contains("pg_isready")))
                .hasSize(1);
    }

    @Test
    void a_daemon_that_goes_away_ends_the_look() {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", command -> {
            look.docker.goAway();
            throw new DockerException("connection reset", true);
        });

        assertThatThrownBy(look::look).isInstanceOf(DockerException.class).hasMessage("Docker is away");
    }

    @Test
    void a_container_that_vanishes_meanwhile_costs_only_its_own_workload() throws Exception {
        look.docker.with(postgres("db").enabled(), files()).answers("shop-db-1", "psql", command -> {
            throw new DockerException("no such container", false);
        });

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop-files--data");
        assertThat(alarms(inventory)).singleElement().asString().contains("no such container");
    }

    @Test
    void what_lies_beside_the_data_of_a_kind_is_checked_as_plain_files() throws Exception {
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

        assertThat(inventory.dataset("ai-webui--app-backend-data").orElseThrow().kind())
                .isEqualTo(Kind.OPEN_WEBUI);
        assertThat(inventory.dataset("ai-webui--extra").orElseThrow().kind()).isEqualTo(Kind.VOLUME);
        assertThat(inventory.dataset("shop-db--dumps").orElseThrow().kind()).isEqualTo(Kind.VOLUME);
    }

    @Test
    void data_that_are_on_no_volume_alarm() throws Exception {
        look.docker.with(ContainerBuilder.service("ai", "ollama")
                .image("ollama/ollama")
                .enabled()
                .volume("cache", "/root/.cache"));

        assertThat(alarms(look.look()))
                .containsExactly("directory /root/.ollama/models in the container: its data are on no volume: they are"
                        + " lost with the container, and no backup sees them");
    }

    private static ContainerBuilder postgres(String service) {
        return ContainerBuilder.service("shop", service)
                .image("pgvector/pgvector:pg17")
                .env("PGDATA", "/var/lib/postgresql/data")
                .volume("pg", "/var/lib/postgresql/data");
    }

    private static ContainerBuilder files() {
        return ContainerBuilder.service("shop", "files").enabled().volume("files", "/data");
    }

    static String cluster(String... databases) {
        String rows = java.util.Arrays.stream(databases)
                .map(name -> "{\"name\":\"" + name + "\",\"connectable\":true,\"broken\":false,\"permitted\":true}")
                .collect(java.util.stream.Collectors.joining(","));
        return "{\"version\":\"17.2\",\"superuser\":true,\"directories\":[\"/var/lib/postgresql/data\"],\"databases\":["
                + rows + "]}\n";
    }

    private static List<String> ids(Inventory inventory) {
        return inventory.datasets().stream().map(Dataset::id).toList();
    }

    private static List<String> alarms(Inventory inventory) {
        return Look.said(inventory, Uncovered.Severity.ALARM);
    }

    private static List<String> notes(Inventory inventory) {
        return Look.said(inventory, Uncovered.Severity.NOTE);
    }
}
