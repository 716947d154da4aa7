package io.slackwater.backrest.reconcile;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds how the last comparison with Backrest's configuration ended. {@link ReconcileLoop} sets it; others read it.
 * Safe for use by several threads.
 */
public final class LastReconcile {

    private final AtomicReference<Optional<ReconcileOutcome>> outcome = new AtomicReference<>(Optional.empty());

    /** Returns the last outcome; empty before the first comparison. */
    public Optional<ReconcileOutcome> get() {
        return outcome.get();
    }

    void set(ReconcileOutcome ended) {
        outcome.set(Optional.of(ended));
    }
}
