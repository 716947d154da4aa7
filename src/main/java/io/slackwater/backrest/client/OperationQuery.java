package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Which operations to ask for; an empty field does not narrow.
 *
 * @param repositoryGuid the repository's restic id: Backrest does not select by a repository's name
 * @param lastN only the newest ones, 0 for all
 */
public record OperationQuery(
        Optional<String> plan,
        Optional<String> repositoryGuid,
        Optional<String> id,
        Optional<String> snapshot,
        int lastN) {

    public static OperationQuery all() {
        return new OperationQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);
    }

    public static OperationQuery ofPlan(String plan) {
        return new OperationQuery(Optional.of(plan), Optional.empty(), Optional.empty(), Optional.empty(), 0);
    }

    public static OperationQuery ofRepository(String guid) {
        return new OperationQuery(Optional.empty(), Optional.of(guid), Optional.empty(), Optional.empty(), 0);
    }

    public static OperationQuery ofId(String id) {
        return new OperationQuery(Optional.empty(), Optional.empty(), Optional.of(id), Optional.empty(), 0);
    }

    public static OperationQuery ofSnapshot(String snapshot) {
        return new OperationQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(snapshot), 0);
    }

    /** The newest {@code n} of them, still in the order of their ids. */
    public OperationQuery last(int n) {
        return new OperationQuery(plan, repositoryGuid, id, snapshot, n);
    }

    ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ObjectNode selector = request.putObject("selector");
        id.ifPresent(value -> selector.putArray("ids").add(value));
        plan.ifPresent(value -> selector.put("planId", value));
        repositoryGuid.ifPresent(value -> selector.put("repoGuid", value));
        snapshot.ifPresent(value -> selector.put("snapshotId", value));
        if (lastN > 0) {
            // int64 is text in Backrest's JSON
            request.put("lastN", Integer.toString(lastN));
        }
        return request;
    }
}
