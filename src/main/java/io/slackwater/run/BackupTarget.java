package io.slackwater.run;

import io.slackwater.capture.CaptureRequest;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Workload;
import io.slackwater.policy.Limits;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.repository.Repository;

/**
 * The dataset, workload, plan and repository of one attempt.
 *
 * @param restic the repository's restic id
 */
record BackupTarget(
        Dataset dataset, Workload workload, PlanPolicy plan, Repository repository, String restic, Limits limits) {

    /** @param run whose mark the capture leaves in the workload */
    CaptureRequest request(String run) {
        return new CaptureRequest(dataset, workload, run, limits.dump(), limits.lockWait(), limits.idle());
    }
}
