package io.slackwater.run;

import io.slackwater.capture.CaptureRequest;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Workload;
import io.slackwater.policy.Limits;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.repository.Repository;

/**
 * What one attempt of a run backs up, and where to.
 *
 * @param workload the container of the dataset
 * @param restic the restic id of the repository
 */
record BackupTarget(
        Dataset dataset, Workload workload, PlanPolicy plan, Repository repository, String restic, Limits limits) {

    /**
     * Returns what a capture needs.
     *
     * @param run the id of the run, by which its processes in the container are found later
     */
    CaptureRequest request(String run) {
        return new CaptureRequest(dataset, workload, run, limits.dump(), limits.lockWait(), limits.idle());
    }
}
