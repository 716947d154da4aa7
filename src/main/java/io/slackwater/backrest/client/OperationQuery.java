package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Selects operations in Backrest's list.
 *
 * @param field the field of Backrest's selector; empty for all operations
 * @param lastN the number of newest operations; 0 for all
 */
public record OperationQuery(String field, String value, int lastN) {

    /** More operations than a night with hundreds of datasets makes. All open operations are among the newest ones. */
    public static final int A_NIGHT = 5_000;

    private static final String IDS = "ids";

    public static OperationQuery all() {
        return new OperationQuery("", "", 0);
    }

    public static OperationQuery ofPlan(String plan) {
        return new OperationQuery("planId", plan, 0);
    }

    /** @param guid the repository's restic id; Backrest cannot select by a repository's name */
    public static OperationQuery ofRepository(String guid) {
        return new OperationQuery("repoGuid", guid, 0);
    }

    public static OperationQuery ofId(String id) {
        return new OperationQuery(IDS, id, 0);
    }

    /** Limits the selection to the newest {@code n} operations, oldest first. */
    public OperationQuery last(int n) {
        return new OperationQuery(field, value, n);
    }

    ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ObjectNode selector = request.putObject("selector");
        if (field.equals(IDS)) {
            selector.putArray(IDS).add(value);
        } else if (!field.isEmpty()) {
            selector.put(field, value);
        }
        if (lastN > 0) {
            // int64 is text in Backrest's JSON
            request.put("lastN", Integer.toString(lastN));
        }
        return request;
    }
}
