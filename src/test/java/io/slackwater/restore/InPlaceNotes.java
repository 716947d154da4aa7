package io.slackwater.restore;

import io.slackwater.discovery.Kind;
import io.slackwater.discovery.KindProfile;
import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Workload;
import io.slackwater.journal.ReplacedData;
import io.slackwater.kind.Exchange;
import io.slackwater.kind.Forecast;
import io.slackwater.kind.Replacement;
import io.slackwater.kind.ReplacementTarget;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.StoredDump;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A kind whose server holds its notes in memory, by name. It fails at one step on request, and while it is down. */
final class InPlaceNotes implements ServiceKind {

    static final String FORMAT = "notes";

    final Map<String, String> notes = new TreeMap<>();
    String failing = "";
    boolean downAfterwards;
    boolean down;
    /** Whether the server fails in a way that nobody expected. */
    boolean confused;

    List<String> refusals = List.of();
    Optional<Long> free = Optional.of(1_000_000L);

    @Override
    public KindProfile profile() {
        return new KindProfile(
                new Kind("notes"),
                "critical",
                List.of(Method.STREAM),
                Map.of(),
                Map.of(FORMAT, Set.of(DumpTrait.FOR_SERVER), "names", Set.of(DumpTrait.FOR_SERVER, DumpTrait.SHARED)),
                Set.of());
    }

    private void at(String step) throws RestoreException {
        if (down) {
            throw new RestoreException("the notes server is down");
        }
        if (failing.equals(step)) {
            failing = "";
            down = downAfterwards;
            throw new RestoreException("no ink at " + step);
        }
    }

    @Override
    public Replacement replacement(StoredDump dump, ReplacementTarget target) {
        String beside = target.name() + "-" + target.restore();
        return new Replacement() {
            @Override
            public Forecast forecast() {
                return new Forecast(
                        "notes " + target.name(),
                        notes.containsKey(target.name()) ? "v1" : "",
                        List.of(),
                        1000,
                        free,
                        Duration.ofSeconds(1),
                        List.of(),
                        refusals);
            }

            @Override
            public String name() {
                return target.name();
            }

            @Override
            public String beside() {
                return beside;
            }

            @Override
            public String prepare() throws RestoreException, InterruptedException {
                at("prepare");
                notes.put(beside, dump.text(StandardCharsets.UTF_8));
                at("prepared");
                return notes.get(beside);
            }

            @Override
            public void check() throws RestoreException {
                at("check");
            }

            @Override
            public void confirm() throws RestoreException {
                at("confirm");
            }

            @Override
            public String note() {
                return "read them aloud";
            }
        };
    }

    @Override
    public Exchange exchange(Workload server, ReplacedData data) {
        return new Exchange() {
            @Override
            public void apply() throws RestoreException {
                at("apply");
                if (!applied()) {
                    exchange();
                }
                at("applied");
            }

            private void exchange() {
                String live = notes.remove(data.name());
                String beside = notes.remove(data.beside());
                if (beside != null) {
                    notes.put(data.name(), beside);
                }
                if (live != null) {
                    notes.put(data.beside(), live);
                }
            }

            @Override
            public void rollBack() throws RestoreException {
                if (confused) {
                    throw new IllegalStateException("the ink is a feather");
                }
                at("rollBack");
                if (applied()) {
                    exchange();
                }
            }

            @Override
            public boolean applied() {
                return data.identity().equals(notes.get(data.name()));
            }

            @Override
            public void removeBeside() throws RestoreException {
                at("removeBeside");
                notes.remove(data.beside());
            }
        };
    }
}
