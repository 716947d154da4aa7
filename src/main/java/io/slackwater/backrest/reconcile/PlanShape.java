package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.DryRuns;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Source;
import io.slackwater.policy.Limits;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Builds the Backrest plan of a dataset. The plan has no schedule and no retention, because Slackwater decides both.
 * Shell commands in it contain only ids and paths of Slackwater.
 */
record PlanShape(String instance, BackrestView view, Limits limits) {

    /**
     * The fields that Slackwater compares and resets. It ignores all other fields, so a newer Backrest may have more.
     */
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

    /**
     * The timeout of a hook's curl. Slackwater answers within seconds, so a longer wait means that Slackwater does not
     * run.
     */
    private static final int HOOK_SECONDS = 60;

    private static final int CONNECT_SECONDS = 5;

    /**
     * Makes curl write Slackwater's reason of a refusal to stderr, which Backrest logs and shows. The dump does not
     * contain the reason. curl before 7.84 prints the name of the header instead.
     */
    private static final String REASON = "%{onerror}%{stderr}%header{slackwater-reason}";

    /** The comment at the start of each hook, for readers of the plan and of the hook's log in Backrest. */
    private static final String OWNER =
            "# Slackwater owns this plan and reverts edits of it. Its schedule and retention are in policy.yml, under plans.\n";

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]*(\\.[a-z0-9_-]+)+");

    /** A flag without characters that a shell would interpret, because Backrest splits each flag like a shell. */
    private static final Pattern FLAG = Pattern.compile("[A-Za-z0-9@:/.,_=*%{}\\[\\]-]+");

    /**
     * Builds the plan.
     *
     * @throws IllegalArgumentException an id or a file name has other characters
     */
    ObjectNode of(Dataset dataset, String repository) {
        if (!ID.matcher(dataset.id()).matches()) {
            throw new IllegalArgumentException(
                    "'%s' cannot be the id of a Backrest plan; allowed are lower-case letters, digits, . _ and -"
                            .formatted(dataset.id()));
        }
        ObjectNode plan = JsonNodeFactory.instance.objectNode();
        plan.put("id", dataset.id()).put("repo", repository);
        plan.putObject("schedule").put("disabled", true);
        plan.putObject("retention").put("policyKeepAll", true);
        // Backrest's form saves a plan only when each of these begins with a dash.
        ArrayNode flags = plan.putArray("backup_flags").add(plain(dataset, "--host=" + instance));
        switch (dataset.source()) {
            case Source.Stream stream -> addStream(plan, flags, dataset);
            case Source.Tree tree -> addTree(plan, flags, dataset, tree);
        }
        return plan;
    }

    private void addStream(ObjectNode plan, ArrayNode flags, Dataset stream) {
        flags.add("--stdin-from-command").add(plain(stream, "--stdin-filename=" + stream.file()));
        flags.add(command(stream).stream().map(word -> plain(stream, word)).collect(Collectors.joining(" ")));
        // Loss prevented: restic ignores --dry-run behind the command and would store a snapshot of a dry run.
        hook(plan.putArray("hooks"), "CONDITION_SNAPSHOT_START", refusesDryRun(stream.id()))
                .put("onError", "ON_ERROR_CANCEL");
    }

    /**
     * Returns the command whose output restic stores. Backrest splits the flag like a shell, and restic runs the words
     * after the two dashes.
     */
    private List<String> command(Dataset stream) {
        // Slackwater ends a stalled dump and knows the reason, so curl waits longer.
        Duration idle = limits.idle().plus(limits.idle().dividedBy(2)).plusSeconds(2);
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
                Long.toString(idle.toSeconds()),
                "--max-time",
                Long.toString(limits.dump().plus(limits.idle()).toSeconds()),
                "--header",
                "@" + view.headerFile(),
                "--write-out",
                REASON,
                view.stream(stream.id()).toString());
    }

    /**
     * Adds a tree. Its exclude file is a named pipe. restic reads it after it has opened the repository, and before it
     * reads any file of the tree. Slackwater pauses the container only then. Loss prevented: the container would stay
     * paused while Backrest lists the snapshots and restic starts, a second longer.
     */
    private void addTree(ObjectNode plan, ArrayNode flags, Dataset dataset, Source.Tree tree) {
        String pipe = "/tmp/slackwater.%s.%s".formatted(instance, dataset.id());
        flags.add(plain(dataset, "--exclude-file=" + pipe));
        plan.putArray("paths").add(tree.path().toString());
        if (!tree.excludes().isEmpty()) {
            tree.excludes().forEach(plan.putArray("excludes")::add);
        }
        ArrayNode hooks = plan.putArray("hooks");
        hook(hooks, "CONDITION_SNAPSHOT_START", start(dataset.id(), pipe)).put("onError", "ON_ERROR_FATAL");
        hook(hooks, "CONDITION_SNAPSHOT_END", end(dataset.id(), pipe));
    }

    /**
     * Returns a hook that leaves a process behind. The process calls Slackwater when restic opens the pipe. Slackwater's
     * answer is the content of the pipe: a comment, or the reason of a refusal. The bracket makes the reason an invalid
     * pattern, so that restic fails without reading a file.
     */
    private String start(String dataset, String pipe) {
        return "set -e\n" + call(dataset, "start") + "\nrm -f " + pipe + "\nmkfifo -m 600 " + pipe
                + "\n( { [ -p " + pipe + " ] && " + call(dataset, "ready") + " || echo ' ['; } >" + pipe
                + " ) >/dev/null 2>&1 &";
    }

    /**
     * Returns a hook that removes the pipe. If restic failed before it read the pipe, the process of the start hook
     * still waits for a reader. Loss prevented: each failed backup would leave a process.
     */
    private String end(String dataset, String pipe) {
        return call(dataset, "end") + "\nended=$?\nif [ -p " + pipe + " ]; then mv " + pipe + " " + pipe + ".old; : <>"
                + pipe + ".old; rm -f " + pipe + ".old; fi\nexit $ended";
    }

    /**
     * Adds a hook. Backrest runs it with sh and without a timeout. The log and the form show the command's first line.
     */
    private static ObjectNode hook(ArrayNode hooks, String condition, String command) {
        ObjectNode hook = hooks.addObject();
        hook.putArray("conditions").add(condition);
        hook.putObject("actionCommand").put("command", OWNER + command);
        return hook;
    }

    /** Returns a curl command that prints the answer, so that the hook's log in Backrest shows the reason. */
    private String call(String dataset, String event) {
        return curl("--fail-with-body", dataset, event);
    }

    private String curl(String answer, String dataset, String event) {
        return "curl --noproxy '*' %s --silent --show-error --connect-timeout %d --max-time %d --header @%s -X POST %s"
                .formatted(answer, CONNECT_SECONDS, HOOK_SECONDS, view.headerFile(), view.hook(dataset, event));
    }

    /**
     * Returns a hook that fails only when Slackwater refuses a dry run. All other problems appear when restic's command
     * runs.
     */
    private String refusesDryRun(String stream) {
        return "answer=$(%s)\necho \"$answer\"\ncase \"$answer\" in *'(%d)') exit 1 ;; esac"
                .formatted(curl("--write-out ' (%{http_code})'", stream, DryRuns.EVENT), DryRuns.REFUSED);
    }

    private static String plain(Dataset dataset, String flag) {
        if (!FLAG.matcher(flag).matches()) {
            throw new IllegalArgumentException(
                    "'%s' of dataset %s cannot be a flag of a Backrest plan, because a shell would interpret a character in it"
                            .formatted(flag, dataset.id()));
        }
        return flag;
    }

    /**
     * Whether the plan calls Slackwater for the dataset with the plan's id. Loss prevented: after a loss of the
     * journal, Slackwater would not recognise its own plans.
     */
    static boolean marked(ObjectNode plan) {
        String id = plan.path("id").asText();
        return plan.path("backup_flags")
                        .valueStream()
                        .anyMatch(flag -> flag.asText().endsWith("/internal/streams/" + id))
                || plan.path("hooks")
                        .valueStream()
                        .map(hook -> hook.path("actionCommand").path("command").asText())
                        .anyMatch(command -> command.contains("/internal/hooks/" + id + "/"));
    }
}
