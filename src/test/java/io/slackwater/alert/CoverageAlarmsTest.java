package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Subject;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.WorkloadId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageAlarmsTest {

    @Test
    void everyUncoveredSubjectRaisesOneAlarm() {
        WorkloadId id = new WorkloadId("shop", "db");
        List<Alarm> alarms = CoverageAlarms.of(List.of(
                new Uncovered(
                        Uncovered.Severity.ALARM,
                        id,
                        new Subject.Other("service db of project shop"),
                        "no label",
                        "add one"),
                new Uncovered(
                        Uncovered.Severity.ALARM,
                        id,
                        new Subject.Other("service db of project shop"),
                        "a typo",
                        "mend it"),
                new Uncovered(
                        Uncovered.Severity.NOTE,
                        id,
                        new Subject.Other("service web of project shop"),
                        "no data",
                        "nothing"),
                new Uncovered(
                        Uncovered.Severity.ALARM,
                        id,
                        new Subject.Other("volume shop_data"),
                        "nobody has it",
                        "label it")));
        assertThat(alarms)
                .extracting(Alarm::key)
                .containsExactly("coverage:service db of project shop", "coverage:volume shop_data");
        assertThat(alarms.getFirst().detail()).isEqualTo("No label. A typo.");
        // Two services may have databases of the same name.
        assertThat(CoverageAlarms.of(List.of(
                        new Uncovered(
                                Uncovered.Severity.ALARM, id, new Subject.Database("app", "shop.db.app"), "x", "y"),
                        new Uncovered(
                                Uncovered.Severity.ALARM,
                                new WorkloadId("wiki", "db"),
                                new Subject.Database("app", "shop.db.app"),
                                "x",
                                "y"))))
                .extracting(Alarm::title)
                .containsExactly(
                        "Not protected: database app of service db of project shop",
                        "Not protected: database app of service db of project wiki");
        assertThat(alarms.getFirst().remedy()).isEqualTo("Add one. Mend it.");
    }

    @Test
    void theCauseIsTheGapsOfTheSubject() {
        WorkloadId db = new WorkloadId("shop", "db");
        Subject app = new Subject.Database("app", "shop.db.app");
        assertThat(CoverageAlarms.of(List.of(
                        new Uncovered(Uncovered.Severity.ALARM, db, app, "x", "y"),
                        new Uncovered(Uncovered.Severity.ALARM, db, app, "x", "y", Uncovered.Gap.ROWS))))
                .extracting(Alarm::cause)
                .containsExactly("NO_BACKUP, ROWS");
    }
}
