package io.slackwater.alert;

import io.slackwater.discovery.Scope;
import io.slackwater.discovery.Uncovered;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** For {@link AlarmSource#COVERAGE}: data exist that no backup contains. */
public final class CoverageAlarms {

    private CoverageAlarms() {}

    /** Data without a backup that would be lost with the disk. */
    public static List<Alarm> of(Collection<Uncovered> uncovered) {
        Map<String, List<Uncovered>> bySubject = uncovered.stream()
                .filter(one -> one.severity() == Uncovered.Severity.ALARM)
                .collect(Collectors.groupingBy(Uncovered::where, LinkedHashMap::new, Collectors.toList()));
        List<Alarm> alarms = new ArrayList<>();
        bySubject.forEach((subject, all) -> alarms.add(AlarmSource.COVERAGE
                .warning(
                        subject,
                        AlarmText.of("title.coverage.unprotected", subject),
                        all.stream().map(Uncovered::reason).distinct().collect(Collectors.joining(" ")),
                        AlarmText.plain(
                                all.stream().map(Uncovered::remedy).distinct().collect(Collectors.joining(" "))))
                .after(Patience.SETTLING)
                .of(all.getFirst().workload().value())
                .because(all.stream().map(Uncovered::gap).sorted().toList())));
        return alarms;
    }

    /** No dataset exists. */
    public static Alarm nothingProtected(Scope scope) {
        return AlarmSource.COVERAGE
                .critical(
                        "nothing",
                        AlarmText.of("title.coverage.nothing"),
                        scope.whyNothing(),
                        AlarmText.of("remedy.coverage.nothing"))
                .after(Patience.AWAY);
    }
}
