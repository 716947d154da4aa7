package io.slackwater.web;

import io.slackwater.backrest.Conflict;
import io.slackwater.backrest.ReconcileOutcome;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How Slackwater and Backrest get on. */
@Path("/api/v1/backrest")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class BackrestResource {

    private final Slackwater slackwater;

    BackrestResource(Slackwater slackwater) {
        this.slackwater = slackwater;
    }

    /**
     * The last look at Backrest's configuration.
     *
     * @param state {@code none} (no Backrest is configured), {@code waiting} (not looked yet), {@code in-sync}, {@code written},
     *     {@code busy} (something is to be written when it rests), {@code unreachable}, {@code blocked}
     * @param since when it became busy, unreachable or blocked
     * @param orphans plans whose dataset is not there any more, kept as long as there is something of theirs to restore
     */
    public record BackrestStatus(
            String state, @Nullable Instant since, List<String> orphans, List<Conflict> conflicts) {}

    @GET
    public BackrestStatus status() {
        Optional<Provisioning> provisioning = slackwater.provisioning();
        if (provisioning.isEmpty()) {
            return new BackrestStatus("none", null, List.of(), List.of());
        }
        return provisioning
                .get()
                .last()
                .map(BackrestResource::status)
                .orElse(new BackrestStatus("waiting", null, List.of(), List.of()));
    }

    private static BackrestStatus status(ReconcileOutcome outcome) {
        String state = switch (outcome) {
            case ReconcileOutcome.InSync same -> "in-sync";
            case ReconcileOutcome.Written written -> "written";
            case ReconcileOutcome.Busy busy -> "busy";
            case ReconcileOutcome.Unreachable away -> "unreachable";
            case ReconcileOutcome.Blocked blocked -> "blocked";
        };
        Instant since = switch (outcome) {
            case ReconcileOutcome.Busy busy -> busy.since();
            case ReconcileOutcome.Unreachable away -> away.since();
            case ReconcileOutcome.Blocked blocked -> blocked.since();
            case ReconcileOutcome.InSync same -> null;
            case ReconcileOutcome.Written written -> null;
        };
        return new BackrestStatus(state, since, List.copyOf(Provisioning.orphans(outcome)), outcome.conflicts());
    }
}
