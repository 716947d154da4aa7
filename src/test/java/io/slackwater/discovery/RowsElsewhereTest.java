package io.slackwater.discovery;

import static io.slackwater.discovery.Shop.cluster;
import static io.slackwater.discovery.Shop.postgres;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.Container;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of Open WebUI, or of any service, in an unprotected database server. */
class RowsElsewhereTest {

    private static final String ROWS = "rows of service webui of project shop";

    private final Look look = new Look();

    private static ContainerBuilder webui(String host) {
        return ContainerBuilder.service("shop", "webui")
                .image("ghcr.io/open-webui/open-webui:main")
                .enabled()
                .network("shop_default", "172.20.0.3")
                .env("DATABASE_URL", "postgresql://webui:s3cret@" + host + "/webui")
                .volume("webui", "/app/backend/data");
    }

    private static ContainerBuilder db() {
        return postgres("db").network("shop_default", "172.20.0.2");
    }

    private List<Uncovered> rows() throws Exception {
        Inventory inventory = look.look();
        assertThat(inventory.uncovered().toString()).doesNotContain("s3cret");
        return inventory.uncovered().stream()
                .filter(one -> one.gap() == Uncovered.Gap.ROWS)
                .toList();
    }

    private Uncovered alarm() throws Exception {
        List<Uncovered> rows = rows();
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().severity()).isEqualTo(Uncovered.Severity.ALARM);
        assertThat(rows.getFirst().subject().text()).isEqualTo(ROWS);
        assertThat(rows.getFirst().workload()).isEqualTo(new WorkloadId("shop", "webui"));
        return rows.getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"db", "DB", "shop-db-1", "db.shop_default", "172.20.0.2", "database", "db:5432"})
    void rowsInALabelledServerAreProtectedUnderAnyHostName(String host) throws Exception {
        look.docker.with(webui(host), db().enabled().alias("database")).answers("shop-db-1", "psql", cluster("webui"));
        assertThat(rows()).isEmpty();
    }

    @Test
    void rowsInALabelledServerStayProtectedWhileItIsStopped() throws Exception {
        look.docker.with(webui("db"), postgres("db").enabled().state(Container.State.EXITED));
        assertThat(rows()).isEmpty();
    }

    @Test
    void rowsInAnUnlabelledServerAlarmWithLabelAndService() throws Exception {
        look.docker.with(webui("db"), db());
        Uncovered alarm = alarm();
        assertThat(alarm.reason())
                .isEqualTo(
                        "DATABASE_URL names service db of project shop, which is not protected, so no backup contains the"
                                + " rows in it.");
        assertThat(alarm.remedy())
                .contains(
                        "Label service db of project shop slackwater.enable: \"true\"",
                        "slackwater.databases.elsewhere");
    }

    @Test
    void aServerOfTheSameNameInAnotherNetworkIsAnotherServer() throws Exception {
        look.docker
                .with(
                        webui("db"),
                        db(),
                        ContainerBuilder.service("blog", "db")
                                .image("postgres:17")
                                .enabled()
                                .network("blog_default", "172.21.0.2"))
                .answers("blog-db-1", "psql", cluster("blog"));
        assertThat(alarm().reason()).contains("service db of project shop");
    }

    @Test
    void aServerWithEnableFalseIsSilent() throws Exception {
        look.docker.with(webui("db"), db().label("slackwater.enable", "false"));
        assertThat(rows()).isEmpty();
    }

    @Test
    void rowsOnAnUnknownHostAlarmUntilALabelConfirmsTheirBackup() throws Exception {
        look.docker.with(webui("db.example.com"));
        Uncovered alarm = alarm();
        assertThat(alarm.reason())
                .contains("DATABASE_URL names db.example.com:5432, which is not a container of this Docker daemon");
        assertThat(alarm.remedy())
                .contains("slackwater.databases.elsewhere: \"true\" on service webui of project shop");

        look.docker.with(webui("db.example.com").label("slackwater.databases.elsewhere", "true"));
        assertThat(rows()).singleElement().satisfies(note -> {
            assertThat(note.severity()).isEqualTo(Uncovered.Severity.NOTE);
            assertThat(note.reason()).contains("db.example.com");
            assertThat(note.remedy()).contains("slackwater.databases.elsewhere");
        });
        assertThat(Look.ids(look.look())).as("its files are still backed up").contains("shop.webui.data");
    }

    @ParameterizedTest
    @CsvSource({"host.docker.internal, shop_default", "localhost, host", "127.0.0.1, host"})
    void rowsOnTheHostAlarmUnlessALabelledServerPublishesThePort(String host, String network) throws Exception {
        ContainerBuilder webui = ContainerBuilder.service("shop", "webui")
                .image("ghcr.io/open-webui/open-webui:main")
                .enabled()
                .network(network, "")
                .env("DATABASE_URL", "postgresql://webui:s3cret@" + host + ":5433/webui")
                .volume("webui", "/app/backend/data");
        look.docker.with(webui);
        assertThat(alarm().reason()).contains(host + ":5433, which is not a container");

        look.docker.with(db().enabled().publish(5433)).answers("shop-db-1", "psql", cluster("webui"));
        assertThat(rows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1:5432", "[::1]:5432", "webui"})
    void aServerInTheSameContainerIsNotElsewhere(String host) throws Exception {
        look.docker.with(webui(host));
        assertThat(rows()).isEmpty();
    }

    @Test
    void aServerInTheContainerWhoseNetworkIsSharedIsNoOtherServer() throws Exception {
        ContainerBuilder neighbour = ContainerBuilder.service("shop", "webui")
                .image("ghcr.io/open-webui/open-webui:main")
                .enabled()
                .env("DATABASE_HOST", "localhost")
                .volume("webui", "/app/backend/data");
        look.docker.with(neighbour, db().enabled()).answers("shop-db-1", "psql", cluster("webui"));
        assertThat(rows()).isEmpty();

        look.docker.with(neighbour.env("DATABASE_HOST", "db"));
        assertThat(rows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]:5432"})
    void aServerInASharedNetworkNamespaceIsNamedByALocalHost(String host) throws Exception {
        ContainerBuilder beside = ContainerBuilder.service("shop", "webui")
                .image("ghcr.io/open-webui/open-webui:main")
                .enabled()
                .network("container:" + ContainerBuilder.id("shop-db-1"), "")
                .env("DATABASE_URL", "postgresql://webui:s3cret@" + host + "/webui")
                .volume("webui", "/app/backend/data");
        look.docker.with(beside, postgres("db"));
        assertThat(rows()).as("no server listens on the port").isEmpty();

        look.docker.with(beside, postgres("db").port(5432));
        assertThat(alarm().reason()).contains("DATABASE_URL names service db of project shop, which is not protected");

        look.docker.with(postgres("db").port(5432).enabled()).answers("shop-db-1", "psql", cluster("webui"));
        assertThat(rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_URL, postgresql+asyncpg://u:s3cret%40w@[::1",
        "DB_HOST, ${s3cret}",
        "DATABASE_TYPE, postgresql"
    })
    void aServerThatCannotBeReadAlarmsUntilALabelSaysThatItIsBackedUp(String variable, String value) throws Exception {
        ContainerBuilder webui = ContainerBuilder.service("shop", "webui")
                .image("ghcr.io/open-webui/open-webui:main")
                .enabled()
                .env(variable, value)
                .volume("webui", "/app/backend/data");
        look.docker.with(webui);
        Uncovered alarm = alarm();
        assertThat(alarm.reason())
                .isEqualTo(variable
                        + " is set for a database server, but Slackwater cannot read its host, so it is unknown"
                        + " whether a backup contains the rows.");
        assertThat(alarm.remedy())
                .contains(
                        "scheme://user:password@host:port/database",
                        "slackwater.databases.elsewhere: \"true\" on service webui of project shop");

        look.docker.with(webui.label("slackwater.databases.elsewhere", "true"));
        assertThat(rows())
                .singleElement()
                .satisfies(note -> assertThat(note.severity()).isEqualTo(Uncovered.Severity.NOTE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DB_HOST", "DATABASE_HOST"})
    void aHostAloneAlarmsLikeAUrl(String variable) throws Exception {
        ContainerBuilder webui = ContainerBuilder.service("shop", "webui")
                .image("ghcr.io/open-webui/open-webui:main")
                .enabled()
                .network("shop_default", "172.20.0.3")
                .env(variable, "db")
                .volume("webui", "/app/backend/data");
        look.docker.with(webui, db());
        assertThat(alarm().reason()).startsWith(variable + " names service db of project shop, which is not protected");

        look.docker.with(db().enabled()).answers("shop-db-1", "psql", cluster("webui"));
        assertThat(rows()).isEmpty();
    }

    @Test
    void aHostAloneOnTheHostAlarmsUnlessALabelledServerPublishesAUsualPort() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "webui")
                .enabled()
                .env("DB_HOST", "host.docker.internal")
                .volume("webui", "/data"));
        assertThat(alarm().reason())
                .contains("names host.docker.internal, which is not a container of this Docker daemon");

        look.docker.with(db().enabled().publish(5432)).answers("shop-db-1", "psql", cluster("webui"));
        assertThat(rows()).isEmpty();
    }

    @Test
    void rowsInALabelledServerAreProtectedWhenALinkOrAnExtraHostNamesIt() throws Exception {
        look.docker
                .with(webui("database").host("database", "shop-db-1"), db().enabled())
                .answers("shop-db-1", "psql", cluster("webui"));
        assertThat(rows()).isEmpty();

        look.docker.with(
                webui("database:5433").host("database", "host-gateway"),
                db().enabled().publish(5433));
        assertThat(rows()).isEmpty();

        look.docker.with(webui("database").host("database", "shop-db-1"), db());
        assertThat(alarm().reason()).contains("service db of project shop");
    }

    @Test
    void everyServiceIsCheckedAndItsOwnLabelSilencesIt() throws Exception {
        ContainerBuilder api = ContainerBuilder.service("shop", "webui").env("MONGO_URI", "mongodb://u:s3cret@far/x");
        look.docker.with(api);
        assertThat(alarm().remedy()).contains("slackwater.enable: \"false\" on service webui of project shop");

        look.docker.with(api.label("slackwater.enable", "false"));
        assertThat(rows()).isEmpty();
    }

    @Test
    void anUnresponsiveServerContainerRaisesNoAlarm() throws Exception {
        look.docker.with(webui("db"), db().enabled());
        look.docker.silence("shop-db-1");
        assertThat(rows()).isEmpty();
    }

    @Test
    void aServerThatThePolicyLeavesOutIsNotProtected() throws Exception {
        look.policy = Policies.policy(Set.of("shop"), io.slackwater.policy.Policy.Protect.LABELLED, "/repos/critical");
        look.docker.with(
                webui("db"),
                ContainerBuilder.service("data", "db")
                        .image("postgres:17")
                        .enabled()
                        .network("shop_default", "172.20.0.9"));
        assertThat(alarm().reason()).contains("service db of project data");
    }

    @Test
    void theAlarmDoesNotHideAVanishedDataset() throws Exception {
        look.docker.with(webui("db.example.com"));
        assertThat(Absence.of(look.look(), "shop.webui.gone--e690b67d", "shop-webui", false))
                .isEqualTo(Absence.VANISHED);
    }

    @Test
    void rowsOfALabelledServiceWithoutAVolumeAlarmToo() throws Exception {
        ContainerBuilder api = ContainerBuilder.service("shop", "webui")
                .enabled()
                .env("DATABASE_URL", "postgresql://webui:s3cret@db.example.com/webui");
        look.docker.with(api);
        assertThat(Look.alarms(look.look())).hasSize(2).anyMatch(one -> one.contains("is no known database"));
        assertThat(alarm().remedy())
                .contains("slackwater.databases.elsewhere: \"true\" on service webui of project shop");

        look.docker.with(api.label("slackwater.databases.elsewhere", "true"));
        assertThat(Look.alarms(look.look())).singleElement().asString().contains("is no known database");
    }

    @Test
    void rowsOfReplicasAlarmToo() throws Exception {
        look.docker.with(webui("db.example.com"), webui("db.example.com").replica(2));
        assertThat(alarm().reason()).contains("db.example.com");
        assertThat(Look.alarms(look.look()))
                .hasSize(2)
                .anyMatch(one -> one.contains("2 containers of this service run"));
    }

    @ParameterizedTest
    @CsvSource({"slackwater.plan, nosuchplan", "slackwater.method, stream", "slackwater.enable, maybe"})
    void rowsOfAServiceWithAWrongLabelAlarmToo(String label, String value) throws Exception {
        look.docker.with(webui("db.example.com").label(label, value));
        assertThat(alarm().reason()).contains("db.example.com");
        assertThat(Look.alarms(look.look())).hasSize(2);
    }

    @Test
    void rowsOfAServiceWithoutAVolumeAlarmWhenThePolicyProtectsAll() throws Exception {
        look.policy = Policies.policy(Set.of(), io.slackwater.policy.Policy.Protect.ALL, "/repos/critical");
        look.docker.with(ContainerBuilder.service("shop", "webui").env("DB_HOST", "db.example.com"));
        assertThat(alarm().remedy()).contains("slackwater.databases.elsewhere: \"true\"");
    }

    @Test
    void theRemedyForAnUnescapedPasswordEndsTheAlarm() throws Exception {
        String password = "S3cr@t/x?y#z";
        look.docker.with(db().enabled()).answers("shop-db-1", "psql", cluster("webui"));
        look.docker.with(webui("db").env("DATABASE_URL", "postgresql://webui:" + password + "@db/webui"));
        String remedy = alarm().remedy();

        String escaped = password;
        Matcher escape = Pattern.compile("(%[0-9A-F]{2}) for ([@/?#])").matcher(remedy);
        while (escape.find()) {
            escaped = escaped.replace(escape.group(2), escape.group(1));
        }
        assertThat(escaped).isEqualTo("S3cr%40t%2Fx%3Fy%23z");
        look.docker.with(webui("db").env("DATABASE_URL", "postgresql://webui:" + escaped + "@db/webui"));
        assertThat(rows()).isEmpty();
    }
}
