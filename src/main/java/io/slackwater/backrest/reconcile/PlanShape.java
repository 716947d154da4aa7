package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.DryRuns;
import io.slackwater.policy.Limits;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A dataset as a plan of Backrest: no schedule and no retention there, because Slackwater decides both. Of all that a user can name
 * only our own ids get into commands; the rest are fields that Backrest hands to restic as they are.
 */
final class PlanShape {

    /** What is compared and put back; other fields, also those of a newer Backrest, are left as they are. */
    static final List<String> FIELDS = List.of(
            "repo",
            "paths",
            "excludes",
            "iexcludes",
            "schedule",
            "retention",
            "hooks",
            "backup_flags",
            "skipIfUnchanged");

    /** Our hooks answer at once or freeze; whoever waits longer waits for a dead sidecar. */
    private static final int HOOK_SECONDS = 60;

    private static final int CONNECT_SECONDS = 5;

    /**
     * Of an answer that is no dump, into Backrest's log and page; nothing at all when the dump is whole, and never into the dump. A curl
     * before 7.84 does not know the header and says its name.
     */
    private static final String REASON = "%{onerror}%{stderr}%header{slackwater-reason}";

    /** For whoever opens the plan in Backrest's form, or a hook's log there. Not for the shell. */
    private static final String OWNER =
            "# Slackwater owns this plan and reverts edits of it. Its schedule and retention are in policy.yml, under plans.\n";

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]*(\\.[a-z0-9_-]+)+");

    /** Backrest splits each flag like a shell does: none of these means anything to it. */
    private static final Pattern FLAG = Pattern.compile("[A-Za-z0-9@:/.,_=*%{}\\[\\]-]+");

    private final String instance;
    private final BackrestView view;
    private final long idleSeconds;
    private final long dumpSeconds;

    PlanShape(String instance, BackrestView view, Limits limits) {
        this.instance = instance;
        this.view = view;
        // Whoever makes a dump ends it when it stands still, and knows why: curl is more patient than that.
        this.idleSeconds =
                limits.idle().plus(limits.idle().dividedBy(2)).plusSeconds(2).toSeconds();
        this.dumpSeconds = limits.dump().plus(limits.idle()).toSeconds();
    }

    /** @throws IllegalArgumentException an id or a file name that is not ours */
    ObjectNode of(PlannedDataset dataset) {
        if (!ID.matcher(dataset.id()).matches()) {
            throw new IllegalArgumentException("'%s' is not the id of a dataset".formatted(dataset.id()));
        }
        ObjectNode plan = JsonNodeFactory.instance.objectNode();
        plan.put("id", dataset.id()).put("repo", dataset.repository());
        plan.putObject("schedule").put("disabled", true);
        plan.putObject("retention").put("policyKeepAll", true);
        // Backrest's form saves a plan only when each of these begins with a dash.
        ArrayNode flags = plan.putArray("backup_flags").add(plain(dataset, "--host=" + instance));
        switch (dataset) {
            case PlannedDataset.Stream stream -> addStream(plan, flags, stream);
            case PlannedDataset.Tree tree -> addTree(plan, tree);
        }
        return plan;
    }

    private void addStream(ObjectNode plan, ArrayNode flags, PlannedDataset.Stream stream) {
        flags.add("--stdin-from-command").add(plain(stream, "--stdin-filename=" + stream.fileName()));
        flags.add(command(stream).stream().map(word -> plain(stream, word)).collect(Collectors.joining(" ")));
        ArrayNode hooks = plan.putArray("hooks");
        // restic would not see the --dry-run behind the command and would store a snapshot.
        hook(hooks, "CONDITION_SNAPSHOT_START", refusesDryRun(stream)).put("onError", "ON_ERROR_CANCEL");
        // It only asks why: curl knows no more of a dump that breaks off than that it did.
        hook(hooks, "CONDITION_SNAPSHOT_ERROR", call(stream, "error"));
    }

    /** Backrest splits it like a shell does; restic takes what follows the two dashes as it is. */
    private List<String> command(PlannedDataset.Stream stream) {
        return List.of(
                "--",
                "curl",
                "--noproxy",
                "*",
                "--fail",
                "--silent",
                "--show-error",
                "--connect-timeout",
                Integer.toString(CONNECT_SECONDS),
                "--speed-limit",
                "1",
                "--speed-time",
                Long.toString(idleSeconds),
                "--max-time",
                Long.toString(dumpSeconds),
                "--header",
                "@" + view.headerFile(),
                "--write-out",
                REASON,
                view.stream(stream.id()).toString());
    }

    private void addTree(ObjectNode plan, PlannedDataset.Tree tree) {
        ArrayNode paths = plan.putArray("paths");
        // Backrest keeps them in this order.
        tree.paths().stream().map(Object::toString).sorted().forEach(paths::add);
        if (!tree.excludes().isEmpty()) {
            tree.excludes().forEach(plan.putArray("excludes")::add);
        }
        ArrayNode hooks = plan.putArray("hooks");
        hook(hooks, "CONDITION_SNAPSHOT_START", call(tree, "start")).put("onError", "ON_ERROR_FATAL");
        hook(hooks, "CONDITION_SNAPSHOT_END", call(tree, "end"));
        hook(hooks, "CONDITION_SNAPSHOT_ERROR", call(tree, "error"));
    }

    /** Run by sh and never ended by Backrest. The first line is for people: Backrest shows it in the hook's log and in its form. */
    private static ObjectNode hook(ArrayNode hooks, String condition, String command) {
        ObjectNode hook = hooks.addObject();
        hook.putArray("conditions").add(condition);
        hook.putObject("actionCommand").put("command", OWNER + command);
        return hook;
    }

    /** With the body, so that a reason shows in the hook's log on Backrest's page. */
    private String call(PlannedDataset dataset, String event) {
        return curl("--fail-with-body", dataset, event);
    }

    private String curl(String answer, PlannedDataset dataset, String event) {
        return "curl --noproxy '*' %s --silent --show-error --connect-timeout %d --max-time %d --header @%s -X POST %s"
                .formatted(answer, CONNECT_SECONDS, HOOK_SECONDS, view.headerFile(), view.hook(dataset.id(), event));
    }

    /** Fails for that answer alone: any other trouble shows when restic's command calls, and is told there. */
    private String refusesDryRun(PlannedDataset.Stream stream) {
        return "answer=$(%s)\necho \"$answer\"\ncase \"$answer\" in *'(%d)') exit 1 ;; esac"
                .formatted(curl("--write-out ' (%{http_code})'", stream, DryRuns.EVENT), DryRuns.REFUSED);
    }

    private static String plain(PlannedDataset dataset, String flag) {
        if (!FLAG.matcher(flag).matches()) {
            throw new IllegalArgumentException(
                    "'%s' of dataset %s cannot be a flag of a Backrest plan".formatted(flag, dataset.id()));
        }
        return flag;
    }

    /** Whether a plan calls our endpoint for the dataset of its own name: then we made it, also when no journal says so. */
    static boolean marked(ObjectNode plan) {
        String id = plan.path("id").asText();
        for (var flag : plan.path("backup_flags")) {
            if (flag.asText().endsWith("/internal/streams/" + id)) {
                return true;
            }
        }
        for (var hook : plan.path("hooks")) {
            if (hook.path("actionCommand").path("command").asText().contains("/internal/hooks/" + id + "/")) {
                return true;
            }
        }
        return false;
    }
}
