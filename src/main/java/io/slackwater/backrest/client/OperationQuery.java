package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Which operations to ask for.
 *
 * @param field of Backrest's selector; empty for all operations
 * @param lastN only the newest ones, 0 for all
 */
public record OperationQuery(String field, String value, int lastN) {

    /** More operations than a night of hundreds of datasets leaves; all open operations are among the newest. */
    public static final int A_NIGHT = 5_000;

    private static final String IDS = "ids";

    public static OperationQuery all() {
        return new OperationQuery("", "", 0);
    }

    public static OperationQuery ofPlan(String plan) {
        return new OperationQuery("planId", plan, 0);
    }

    /** @param guid the repository's restic id: Backrest does not select by a repository's name */
    public static OperationQuery ofRepository(String guid) {
        return new OperationQuery("repoGuid", guid, 0);
    }

    public static OperationQuery ofId(String id) {
        return new OperationQuery(IDS, id, 0);
    }

    /** The newest {@code n} of them, still in the order of their ids. */
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
