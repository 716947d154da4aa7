package io.slackwater.run;

import io.slackwater.policy.Policy;
import io.slackwater.trust.RunFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Decides whether a run repeats an attempt, and waits before it.
 *
 * @param backoff how long to wait before the given attempt (2, 3 …)
 */
public record Retries(Supplier<Policy> policy, IntFunction<Duration> backoff) {

    boolean again(RunFailure failure, int attempt) {
        return failure.canPass() && attempt < policy.get().limits().attempts();
    }

    /** Returns at once before the first attempt. */
    void await(int attempt) throws InterruptedException {
        if (attempt > 1) {
            // An await with a timeout is an interruptible wait.
            boolean never = new CountDownLatch(1).await(backoff.apply(attempt).toNanos(), TimeUnit.NANOSECONDS);
            assert !never;
        }
    }
}
