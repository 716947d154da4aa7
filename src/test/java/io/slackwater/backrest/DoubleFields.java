package io.slackwater.backrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The fields that Backrest's messages have, from its protocol files of July 2026. */
final class DoubleFields {

    private static final String MESSAGES = """
            GetConfig
            SetConfig modno version instance repos=Repo plans=Plan auth=Auth sync=Sync
            CheckRepoExists repo=Repo
            AddRepo repo=Repo
            GetOperationEvents
            GetOperations selector=Selector lastN
            Backup value dryRun
            Cancel operationId
            Forget repoId planId snapshotId
            DoRepoTask repoId task
            Login username password
            Selector ids instanceId originalInstanceKeyid repoGuid planId snapshotId flowId modnoGte
            Repo id uri guid password env flags prunePolicy=Prune checkPolicy=Check hooks=Hook autoUnlock autoInitialize commandPrefix=Prefix shared originInstanceId forgetPolicy=ForgetPolicy
            Plan id repo paths excludes iexcludes schedule=Schedule retention=Retention hooks=Hook backup_flags skipIfUnchanged
            Prefix ioNice cpuNice
            Retention policyKeepLastN policyTimeBucketed=Buckets policyKeepAll
            Buckets hourly daily weekly monthly yearly keepLastN
            ForgetPolicy schedule=Schedule retention=Retention
            Prune schedule=Schedule maxUnusedBytes maxUnusedPercent
            Check schedule=Schedule structureOnly readDataSubsetPercent
            Schedule disabled cron maxFrequencyDays maxFrequencyHours clock
            Hook conditions onError actionCommand=Command actionWebhook=Webhook actionDiscord=Webhook actionSlack=Webhook actionHealthchecks=Webhook
            Command command
            Webhook webhookUrl method template
            Auth disabled users=User
            User name passwordBcrypt
            Sync identity=Identity knownHosts=Peer authorizedClients=Peer
            Identity keyId
            Peer instanceId keyId permissions=Permission instanceUrl initialPairingSecret
            Permission type scopes
            """;

    private static final Map<String, Map<String, String>> TABLE = table();

    private final Set<String> unknown = new TreeSet<>();

    private static Map<String, Map<String, String>> table() {
        Map<String, Map<String, String>> table = new HashMap<>();
        for (String line : MESSAGES.strip().split("\n")) {
            List<String> words = List.of(line.strip().split(" "));
            Map<String, String> fields = new HashMap<>();
            for (String word : words.subList(1, words.size())) {
                String[] parts = word.split("=");
                fields.put(parts[0], parts.length > 1 ? parts[1] : "");
            }
            table.put(words.getFirst(), fields);
        }
        return table;
    }

    /** Drops this field silently from now on, as a Backrest that is older than the field. */
    void forget(String message, String field) {
        unknown.add(message + "." + field);
    }

    /** The request without ignored fields. Unknown fields are added to the complaints. */
    ObjectNode taken(String message, ObjectNode request, List<String> complaints) {
        ObjectNode taken = request.deepCopy();
        take(message, taken, message, complaints);
        return taken;
    }

    private void take(String path, ObjectNode node, String message, List<String> complaints) {
        Map<String, String> fields = TABLE.getOrDefault(message, Map.of());
        for (String name : names(node)) {
            String at = path + "." + name;
            if (unknown.contains(message + "." + name)) {
                node.remove(name);
            } else if (message.equals("Cancel") && name.equals("value")) {
                // the name before 1.14, which the client sends as well
                node.remove(name);
            } else if (!fields.containsKey(name)) {
                complaints.add("no field " + at);
            } else if (!fields.getOrDefault(name, "").isEmpty()) {
                String type = fields.get(name);
                JsonNode value = node.get(name);
                for (JsonNode one : value.isArray() ? value : List.of(value)) {
                    if (one instanceof ObjectNode object) {
                        take(at, object, type, complaints);
                    } else {
                        complaints.add(at + " is no message");
                    }
                }
            }
        }
    }

    static List<String> names(ObjectNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
