package io.slackwater.schedule;

import io.slackwater.policy.Policy;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One look at the clock: starts what is due and records it as done. Started first, recorded after: a crash in between starts a
 * backup twice, the other order would lose one.
 */
final class SchedulePass {

    private static final Logger LOG = Logger.getLogger(SchedulePass.class);

    private final DueDecision decision;
    private final Consumer<Due> starter;

    /**
     * @param starter queues the work and returns; must have made the work durable (the journal) when it does. When it throws, the
     *     item stays due and is tried again at the next pass
     */
    public SchedulePass(DueDecision decision, Consumer<Due> starter) {
        this.decision = decision;
        this.starter = starter;
    }

    /**
     * Starts everything that is due.
     *
     * @return what was started
     * @throws RuntimeException the failures of single items, joined, after all items were tried
     */
    public List<Due> run(Policy policy, Collection<KnownDataset> datasets) {
        List<Due> due = decision.due(policy, datasets);
        RuntimeException first = null;
        for (Due item : due) {
            try {
                starter.accept(item);
                if (!(item instanceof Due.Dataset)) {
                    decision.done(item);
                }
                LOG.infof(
                        "schedule started=%s trigger=%s since=%s",
                        item.key(), item.trigger().word(), item.since());
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return due;
    }
}
