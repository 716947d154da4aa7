package io.slackwater.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Subject;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestChecksTest {

    @Test
    void aLimitWithinItsBoundsIsAcceptedAndAMissingLimitIsOneHundred() {
        assertThat(RequestChecks.limit("1")).isEqualTo(1);
        assertThat(RequestChecks.limit("1000")).isEqualTo(1000);
        assertThat(RequestChecks.limit(null)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "0", "1001", "-5", "1.5", "99999999999"})
    void anInvalidLimitIsRefusedWithItsValueAndRange(String value) {
        assertThatThrownBy(() -> RequestChecks.limit(value))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.body().status()).isEqualTo(400))
                .hasMessage("limit=" + value + " is not allowed; give a whole number from 1 to 1000");
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearestKnownName() {
        Problem near = RequestChecks.unknown("dataset", "shop.db.ap", List.of("shop.db.app", "shop-files"), "GET /x");
        assertThat(near).hasMessage("there is no dataset shop.db.ap (did you mean 'shop.db.app'?); GET /x lists them");
        assertThat(near.body().status()).isEqualTo(404);
        assertThat(RequestChecks.unknown("dataset", "moon", List.of("shop-files"), "GET /x"))
                .hasMessage("there is no dataset moon; GET /x lists them");
    }

    @Test
    void aDatasetWithAWrongLabelIsRefusedWithTheLabelAndItsRemedy() {
        Inventory now = new Inventory(
                Instant.EPOCH,
                List.of(),
                List.of(new Uncovered(
                        Uncovered.Severity.ALARM,
                        new WorkloadId("shop", "web"),
                        new Subject.Whole("service web"),
                        "the label slackwater.freeze.max has the value 'soon'",
                        "allowed: 30s",
                        Uncovered.Gap.LABEL)));
        for (String name : List.of("shop.web.data", "shop-web")) {
            assertThatThrownBy(() -> RequestChecks.existing(name, now))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.body().status()).isEqualTo(409))
                    .hasMessageContainingAll(name, "'soon'", "Allowed: 30s.");
        }
        assertThatThrownBy(() -> RequestChecks.existing("shop.webshop.data", now))
                .hasMessageContaining("there is no dataset shop.webshop.data");
    }

    @Test
    void aFormerIdIsAnsweredWithTheNewId() {
        WorkloadId db = new WorkloadId("shop", "db");
        Inventory now = new Inventory(
                Instant.EPOCH,
                List.of(
                        workload(
                                db,
                                dataset(
                                        db,
                                        "shop.db.app",
                                        "app",
                                        new Source.Stream(new Kind("postgres"), "app", "dump"))),
                        workload(
                                new WorkloadId("shop", "open-webui"),
                                dataset(
                                        new WorkloadId("shop", "open-webui"),
                                        "shop.open-webui.data",
                                        "/app/backend/data",
                                        new Source.Tree(
                                                new Kind("open-webui"),
                                                Path.of("/srv/data"),
                                                "/app/backend/data",
                                                List.of())))),
                List.of());

        Problem renamed = RequestChecks.unknownDataset("shop-db-app", List.of(), now);
        assertThat(renamed)
                .hasMessage(
                        "there is no dataset shop-db-app: it is called shop.db.app now; GET /api/v1/datasets lists them");
        assertThat(renamed.body().status()).isEqualTo(404);
        assertThat(RequestChecks.unknownDataset("shop--open-webui---app-backend-data", List.of(), now))
                .hasMessageContaining("it is called shop.open-webui.data now");
        assertThat(RequestChecks.unknownDataset("shop-db-gone", List.of(), now))
                .hasMessage("there is no dataset shop-db-gone; GET /api/v1/datasets lists them");
    }

    private static Dataset dataset(WorkloadId workload, String id, String name, Source source) {
        return new Dataset(id, workload, name, source, Method.STREAM, "critical", List.of());
    }

    private static Workload workload(WorkloadId id, Dataset dataset) {
        return new Workload(
                id,
                new Container(
                        "0123456789ab",
                        "shop-db-1",
                        "shop",
                        "db",
                        false,
                        1,
                        "postgres:17",
                        "sha256:0",
                        Container.State.RUNNING,
                        Optional.empty(),
                        Instant.EPOCH,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        "",
                        List.of(),
                        Set.of(),
                        Map.of(),
                        Set.of(),
                        Map.of(),
                        Set.of()),
                new Kind("postgres"),
                "critical",
                Duration.ofMinutes(1),
                Credentials.NONE,
                Map.of(),
                List.of(dataset),
                List.of());
    }
}
