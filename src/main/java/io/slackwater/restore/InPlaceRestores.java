package io.slackwater.restore;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.Journal;
import io.slackwater.journal.ReplacedData;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoredObject;
import io.slackwater.kind.Replacement;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.MDC;

/**
 * Restores snapshots in place of live data. A restore needs a plan, and the confirmation of that plan. The old data are
 * kept beside the restored ones for {@code restore.keepOld} of the policy. Safe for use by several threads.
 */
public final class InPlaceRestores {

    private final RestorableSnapshots snapshots;
    private final RestorePlaces places;
    private final SafetyBackups safety;
    private final Journal journal;
    private final RestoreHistory history;
    private final Clock clock;
    private final RestorePlans plans;
    private final Replacements replacements;
    private final InPlaceRecovery recovery;

    public InPlaceRestores(
            RestorableSnapshots snapshots,
            RestorePlaces places,
            SafetyBackups safety,
            TreeUsers users,
            Journal journal,
            RestoreHistory history,
            Clock clock) {
        this.snapshots = snapshots;
        this.places = places;
        this.safety = safety;
        this.journal = journal;
        this.history = history;
        this.clock = clock;
        this.plans = new RestorePlans(clock);
        this.replacements = new Replacements(places, users, journal.datasets());
        this.recovery = new InPlaceRecovery(
                journal,
                places.inventory(),
                places.kinds(),
                new LiveFiles(places.volumes(), users),
                history,
                () -> places.policy().get().restore().keepOld(),
                clock);
    }

    /**
     * Which snapshot of each dataset.
     *
     * @param snapshot an id or {@code latest}
     * @param at a time: the newest data of that time or before; used instead of the id
     */
    public record Selection(String snapshot, Optional<Instant> at) {}

    /** A plan with the token that confirms it. */
    public record Offer(RestorePlan plan, String token) {}

    /**
     * Makes a plan: says what a restore in place would do, and changes nothing.
     *
     * @throws RestoreException the data or a snapshot do not exist, or the one dataset cannot be restored in place
     */
    public Offer plan(Requester requester, RestoreScope scope, Selection selection)
            throws RestoreException, DockerException, InterruptedException {
        requireAdmin(requester);
        RestorePlan plan = forecast(requester, UUID.randomUUID().toString(), scope, selection);
        return new Offer(plan, plans.add(plan, requester));
    }

    private static void requireAdmin(Requester requester) throws RestoreException {
        if (!requester.admin()) {
            throw new RestoreException(
                    Reason.FORBIDDEN,
                    "a restore in place replaces live data and needs the role admin; GET /api/v1/session shows your role");
        }
    }

    private RestorePlan forecast(Requester requester, String id, RestoreScope scope, Selection selection)
            throws RestoreException, DockerException, InterruptedException {
        Inventory inventory = places.inventory().get();
        boolean single = scope instanceof RestoreScope.OneDataset;
        List<RestorePlan.Item> items = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (String dataset : scope.datasets(inventory)) {
            try (Target target = target(requester, id, dataset, selection)) {
                items.add(new RestorePlan.Item(
                        target.snapshot().verdict(),
                        target.workload().id().value(),
                        target.replacement().forecast(),
                        Restores.warning(
                                journal.suspectedDamage(), target.snapshot().verdict())));
            } catch (RestoreException e) {
                if (single) {
                    throw e;
                }
                leftOut.add(String.valueOf(e.getMessage()));
            }
        }
        if (items.isEmpty()) {
            throw new RestoreException(
                    Reason.INVALID,
                    scope.words() + " has no data that can be restored in place: " + String.join("; ", leftOut));
        }
        Set<String> workloads = items.stream().map(RestorePlan.Item::workload).collect(Collectors.toSet());
        return new RestorePlan(
                id,
                scope,
                selection,
                workloads.size() == 1
                        ? workloads.iterator().next()
                        : places.policy().get().instance(),
                clock.instant().plus(RestorePlans.VALID),
                ordered(items),
                leftOut);
    }

    /** Puts the dumps that other dumps need first, such as the roles of a server. */
    private List<RestorePlan.Item> ordered(List<RestorePlan.Item> items) {
        List<RestorePlan.Item> all = new ArrayList<>(items);
        all.sort((one, other) -> Boolean.compare(shared(other), shared(one)));
        return all;
    }

    private boolean shared(RestorePlan.Item item) {
        return places.kinds()
                .find(item.snapshot().kind())
                .filter(kind ->
                        kind.profile().has(DumpTrait.SHARED, item.snapshot().format()))
                .isPresent();
    }

    /** The snapshot of one dataset, and the live data that it replaces. */
    record Target(ChosenSnapshot snapshot, Workload workload, Replacement replacement) implements AutoCloseable {

        @Override
        public void close() throws RestoreException, DockerException {
            replacement.close();
        }
    }

    private Target target(Requester requester, String restore, String dataset, Selection selection)
            throws RestoreException, DockerException, InterruptedException {
        String wanted = selection.at().isPresent()
                ? snapshots.at(dataset, selection.at().get())
                : selection.snapshot();
        ChosenSnapshot chosen = snapshots.choose(requester, dataset, wanted);
        Workload workload = workloads().of(dataset, Optional.empty());
        return new Target(
                chosen,
                workload,
                replacements.of(
                        chosen,
                        restore,
                        clock.instant(),
                        workload,
                        places.inventory().get()));
    }

    private TargetWorkload workloads() {
        return new TargetWorkload(places.inventory().get(), places.runs());
    }

    /**
     * Confirms a plan and starts its restore in the background.
     *
     * @param phrase the plan's phrase. With {@code " without safety snapshot"} at its end, the live data are not backed up
     *     before; the kept old data are then the only way back
     * @throws RestoreException the confirmation is wrong, the plan is impossible or no longer true, or another restore of
     *     the workload runs
     */
    public RestoreRecord start(Requester requester, String planId, String token, String phrase)
            throws RestoreException, DockerException, InterruptedException {
        requireAdmin(requester);
        RestorePlans.Confirmed confirmed = plans.confirm(requester, planId, token, phrase);
        RestorePlan plan = confirmed.plan();
        RestorePlan now = forecast(requester, planId, plan.scope(), plan.selection());
        if (!plan.sameAs(now)) {
            throw new RestoreException("the restore plan " + planId
                    + " is no longer true: the live data, the snapshots or the containers changed. Make a new plan");
        }
        if (!now.refusals().isEmpty()) {
            throw new RestoreException("the restore is impossible now: " + String.join("; ", now.refusals()));
        }
        String id = UUID.randomUUID().toString();
        List<Target> targets = targets(requester, id, plan);
        RestoreRecord restore = begin(requester, id, plan, targets);
        List<Dataset> saved = confirmed.withSafety() ? live(plan) : List.of();
        InPlaceRun run = new InPlaceRun(
                restore, targets, saved, new InPlaceRun.Parts(journal, snapshots, safety, recovery, history));
        Thread.ofVirtual().name("restore-" + id).start(() -> {
            MDC.put("restore", id);
            try (run) {
                run.run();
            }
        });
        return restore;
    }

    private List<Target> targets(Requester requester, String id, RestorePlan plan)
            throws RestoreException, DockerException, InterruptedException {
        List<Target> targets = new ArrayList<>();
        for (RestorePlan.Item item : plan.items()) {
            targets.add(target(
                    requester,
                    id,
                    item.snapshot().dataset(),
                    new Selection(item.snapshot().snapshot(), Optional.empty())));
        }
        return targets;
    }

    /** Journals the restore, unless another one replaces data of the same workload. */
    private synchronized RestoreRecord begin(Requester requester, String id, RestorePlan plan, List<Target> targets)
            throws RestoreException {
        for (RestorePlan.Item item : plan.items()) {
            Optional<String> other = journal.replacedData().running(item.workload());
            if (other.isPresent()) {
                throw new RestoreException("restore " + other.get() + " replaces data of workload " + item.workload()
                        + " now. Wait for its end (GET /api/v1/restores/" + other.get() + "), and make a new plan");
            }
        }
        RestoredObject object = new RestoredObject(
                RestoredObject.Type.IN_PLACE, "", plan.scope().words());
        boolean single = plan.items().size() == 1;
        RestorePlan.Item first = plan.items().getFirst();
        RestoreRecord restore = RestoreRecord.begun(
                id,
                single ? first.snapshot().dataset() : plan.scope().words(),
                single ? first.snapshot().snapshot() : "",
                object.words(),
                clock.instant(),
                plan.items().stream().flatMap(item -> item.warning().stream()).reduce((a, b) -> a + " " + b));
        journal.audit()
                .append(
                        requester.name(),
                        "restore-in-place",
                        restore.dataset(),
                        plan.items().stream()
                                        .map(item -> item.snapshot().dataset() + " from "
                                                + item.snapshot().shortId())
                                        .collect(Collectors.joining(", "))
                                + ", restore " + id);
        List<ReplacedData> data = new ArrayList<>();
        for (Target target : targets) {
            data.add(new ReplacedData(
                    id,
                    data.size(),
                    target.snapshot().verdict().dataset(),
                    target.snapshot().id(),
                    target.snapshot().verdict().kind(),
                    target.snapshot().verdict().format(),
                    target.workload().id().value(),
                    target.replacement().name(),
                    target.replacement().beside(),
                    "",
                    Optional.empty()));
        }
        journal.replacedData().begin(data);
        journal.restores().begin(restore, object);
        return restore;
    }

    /** Returns the live datasets that are backed up before. What no longer exists has nothing to save. */
    private List<Dataset> live(RestorePlan plan) {
        Inventory inventory = places.inventory().get();
        return plan.items().stream()
                .filter(item -> !item.forecast().identity().isEmpty())
                .flatMap(item -> inventory.dataset(item.snapshot().dataset()).stream())
                .toList();
    }

    /**
     * Undoes interrupted restores in place, as far as that is possible now, and removes old data whose time is over. Call
     * it after each survey of Docker.
     */
    public void settle() throws InterruptedException {
        recovery.settle();
    }
}
