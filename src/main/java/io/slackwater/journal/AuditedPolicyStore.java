package io.slackwater.journal;

import java.util.Map;
import java.util.Optional;

/** Stores the policy whose changes the audit log has, so that a change during a stop is recorded too. */
public record AuditedPolicyStore(Database database) {

    private record Row(int one, String salt, Map<String, String> keys, Map<String, String> secrets) {}

    public Optional<AuditedPolicy> find() {
        return database.first(Row.class, "SELECT * FROM audited_policy")
                .map(row -> new AuditedPolicy(row.salt(), row.keys(), row.secrets()));
    }

    public void replace(AuditedPolicy policy) {
        Row row = new Row(1, policy.salt(), policy.values(), policy.secrets());
        database.write(sql -> Columns.of(row).replace(sql, "audited_policy"));
    }
}
