package io.slackwater.schedule;

import java.time.Instant;

/** An item that is due. */
sealed interface Due {

    /** The key of its record in the journal ({@code plan:critical}, {@code prune:models}, {@code dataset:x}). */
    String key();

    Trigger trigger();

    /** The moment at which it should have been started: now or earlier. */
    Instant since();

    /** All datasets of a plan. */
    record Plan(String plan, Trigger trigger, Instant since) implements Due {
        @Override
        public String key() {
            return Task.PLAN.key(plan);
        }
    }

    /** One dataset that has no backup yet. */
    record Dataset(String dataset, String plan, Trigger trigger, Instant since) implements Due {
        @Override
        public String key() {
            return "dataset:" + dataset;
        }
    }

    /** A prune of one repository. */
    record Prune(String repository, Trigger trigger, Instant since) implements Due {
        @Override
        public String key() {
            return Task.PRUNE.key(repository);
        }
    }

    /** A check of one repository. */
    record Check(String repository, Trigger trigger, Instant since) implements Due {
        @Override
        public String key() {
            return Task.CHECK.key(repository);
        }
    }
}
