package io.slackwater.run;

import io.slackwater.journal.RetryOutlook;
import io.slackwater.policy.Policy;
import io.slackwater.trust.RunFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Decides whether a failed attempt is repeated, and waits before the next one.
 *
 * @param backoff returns the wait before an attempt (2, 3 …)
 */
public record Retries(Supplier<Policy> policy, IntFunction<Duration> backoff) {

    boolean again(RunFailure failure, int attempt) {
        return failure.endCause().outlook() == RetryOutlook.AT_ONCE
                && attempt < policy.get().limits().attempts();
    }

    /** Waits before the attempt. Returns at once for the first one. */
    void await(int attempt) throws InterruptedException {
        if (attempt > 1) {
            // An await with a timeout is an interruptible wait.
            boolean never = new CountDownLatch(1).await(backoff.apply(attempt).toNanos(), TimeUnit.NANOSECONDS);
            assert !never;
        }
    }
}
