package io.slackwater.journal;

import java.util.Map;

/**
 * The policy whose changes the audit log has.
 *
 * @param salt random text that is hashed with each secret
 * @param values each key of the policy with its value, except for secrets
 * @param secrets each key whose value is secret, with a salted hash of that value
 */
public record AuditedPolicy(String salt, Map<String, String> values, Map<String, String> secrets) {}
