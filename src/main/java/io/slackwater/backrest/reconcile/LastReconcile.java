package io.slackwater.backrest.reconcile;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** How the last pass over Backrest's configuration ended: the loop writes it, all others read it. Safe for use by several threads. */
public final class LastReconcile {

    private final AtomicReference<Optional<ReconcileOutcome>> outcome = new AtomicReference<>(Optional.empty());

    /** Empty before the first pass. */
    public Optional<ReconcileOutcome> get() {
        return outcome.get();
    }

    void set(ReconcileOutcome ended) {
        outcome.set(Optional.of(ended));
    }
}
