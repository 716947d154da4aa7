package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestException.Reason;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Calls Backrest's API (Connect protocol, JSON). Configurations are Backrest's own JSON trees. Unknown fields, masked
 * secrets and the user's own entries thus survive a write. <b>Never log such a tree</b>: it contains readable
 * passwords. Each call except {@link #backup} has a timeout of {@link BackrestAccess}; each call can be interrupted.
 * Safe for use by several threads.
 */
public final class BackrestClient implements AutoCloseable {

    private static final String SERVICE = "Backrest";

    private static final Duration QUEUED_WITHIN = Duration.ofSeconds(2);

    /** How many of a plan's newest operations are read. All open operations are among them. */
    private static final int NEWEST = 40;

    /**
     * The oldest supported format of Backrest's configuration. Older ones have no {@code guid} of a repository, no
     * schedule that can be disabled, and no retention as a message.
     */
    private static final int OLDEST_CONFIG_VERSION = 4;

    private final BackrestAccess access;
    private final Wire wire;
    private final LoginToken loginToken;

    public BackrestClient(BackrestAccess access) {
        this.access = access;
        this.wire = new Wire(access);
        this.loginToken = new LoginToken(access, wire);
    }

    /**
     * Reads the whole configuration. Backrest leaves out empty fields and masks the users' passwords as {@code
     * ********}, but not a repository's password. It sorts repositories and plans by id, and a plan's paths and a
     * repository's environment as texts.
     */
    public ObjectNode config() throws BackrestException, InterruptedException {
        ObjectNode config = call("GetConfig", JsonNodeFactory.instance.objectNode());
        int version = config.path("version").asInt();
        if (version < OLDEST_CONFIG_VERSION) {
            throw new BackrestException(
                    Reason.INCOMPATIBLE,
                    "this Backrest is too old: its configuration has the format %d, and Slackwater needs %d or newer; update Backrest"
                            .formatted(version, OLDEST_CONFIG_VERSION));
        }
        return config;
    }

    /**
     * Replaces the whole configuration. The call fails with {@link Reason#CONFIG_CHANGED} unless the configuration has
     * the {@code modno} that was read with it.
     *
     * <p><b>Backrest empties its queue</b>: queued operations vanish without a trace. It applies the configuration a
     * moment after the answer. A backup submitted at once may vanish or use the old plans.
     *
     * @return the configuration as Backrest stored it
     */
    public ObjectNode setConfig(ObjectNode config) throws BackrestException, InterruptedException {
        return call("SetConfig", config);
    }

    /**
     * Whether a restic repository exists at the address and the key opens it.
     *
     * @param repository as in the configuration; a {@code guid} is not needed
     * @throws BackrestException {@link Reason#FAILED} also when the key does not open the repository
     */
    public boolean repoExists(ObjectNode repository) throws BackrestException, InterruptedException {
        ObjectNode answer = slowCall("CheckRepoExists", wrapped(repository));
        String problem = answer.path("error").asText();
        if (!problem.isEmpty()) {
            throw new BackrestException(Reason.REFUSED, problem);
        }
        return answer.path("exists").asBoolean();
    }

    /**
     * Adds or replaces a repository. <b>Initialises a missing repository</b>, so call {@link #repoExists} first.
     * Empties Backrest's queue like {@link #setConfig}, but does not raise the {@code modno}.
     *
     * @return the configuration as Backrest stored it, with the repository's {@code guid}
     */
    public ObjectNode addRepo(ObjectNode repository) throws BackrestException, InterruptedException {
        return slowCall("AddRepo", wrapped(repository));
    }

    /**
     * Queues a backup of a plan and waits for its end. The wait has no timeout, because other operations may be queued
     * before the backup. If a write of the configuration drops the backup from the queue, the wait never ends. Use a
     * thread of its own and follow {@link #operations}. Interrupting the thread ends the wait, not the backup.
     *
     * @throws BackrestException {@link Reason#FAILED} when the backup failed, {@link Reason#NOT_FOUND} for an unknown
     *     plan
     */
    public void backup(String plan) throws BackrestException, InterruptedException {
        call("Backup", value(plan), Optional.empty());
    }

    /**
     * Queues a backup of a plan and does not wait for its end.
     *
     * @throws BackrestException the call failed, or the backup failed at once
     */
    public void submit(String plan) throws BackrestException, InterruptedException {
        try {
            call("Backup", value(plan), Optional.of(QUEUED_WITHIN));
        } catch (BackrestException e) {
            if (e.reason() != Reason.TIMEOUT) {
                throw e;
            }
        }
    }

    /** Returns the operations that match, oldest first. */
    public List<Operation> operations(OperationQuery query) throws BackrestException, InterruptedException {
        return call("GetOperations", query.request())
                .path("operations")
                .valueStream()
                .map(Operation::of)
                .toList();
    }

    /**
     * Reads the log of an operation. Backrest sends the log of an operation in progress until the operation ends, so
     * the result is what arrived in time. This call cannot sign in.
     *
     * @param log the address of the log, as {@link Operation#log} has it
     * @param most how many bytes at the end of the log are read
     */
    public String log(String log, Duration within, int most) throws BackrestException, InterruptedException {
        return new OperationLog(most)
                .read(
                        wire.stream(
                                access.method(SERVICE, "GetLogs"),
                                JsonNodeFactory.instance.objectNode().put("ref", log),
                                loginToken.token(),
                                () -> {}),
                        within);
    }

    /** Returns the running operation. Backrest runs one operation at a time. */
    public Optional<Operation> running() throws BackrestException, InterruptedException {
        return operations(OperationQuery.all().last(OperationQuery.A_NIGHT)).stream()
                .filter(one -> one.status() == OperationStatus.INPROGRESS && !one.remote())
                .findFirst();
    }

    /** Returns the running backups of a plan, including dry runs. */
    public List<Operation> runningBackups(String plan) throws BackrestException, InterruptedException {
        return operations(OperationQuery.ofPlan(plan).last(NEWEST)).stream()
                .filter(one -> one.kind() == OperationKind.BACKUP && one.status() == OperationStatus.INPROGRESS)
                .toList();
    }

    /**
     * Starts to collect events about Backrest's queue, until the result is closed. This call cannot sign in, so make
     * another call first.
     */
    public QueueEvents queueEvents() throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(1);
        QueueEvents events = new QueueEvents(events(sent::countDown), sent::countDown);
        try {
            // What is asked after this call is asked after it there, too.
            if (!sent.await(access.answer().toMillis(), TimeUnit.MILLISECONDS)) {
                // Without events two looks must do.
                events.close();
            }
        } catch (InterruptedException e) {
            events.close();
            throw e;
        }
        return events;
    }

    /**
     * Opens the stream of operation events; see {@link EventFrames}. This call cannot sign in.
     *
     * @param sent called when the request has been sent
     */
    public CompletableFuture<HttpResponse<InputStream>> events(Runnable sent) {
        return wire.stream(
                access.method(SERVICE, "GetOperationEvents"),
                JsonNodeFactory.instance.objectNode(),
                loginToken.token(),
                sent);
    }

    /**
     * Asks Backrest to cancel an operation. Backrest neither confirms it nor reports an unknown operation; {@link
     * #operations} shows the result. A backup that reads from a command surely ends only when that command's stream is
     * cut.
     */
    public void cancel(String operation) throws BackrestException, InterruptedException {
        // Backrest 1.14 renamed the field from "value"; it discards the name that it does not know, and then cancels
        // nothing
        call("Cancel", value(operation).put("operationId", operation));
    }

    /**
     * Asks Backrest to index the snapshots of a repository. Backrest lists no operation for this, only one for each
     * indexed snapshot.
     */
    public void indexSnapshots(String repository) throws BackrestException, InterruptedException {
        call(
                "DoRepoTask",
                JsonNodeFactory.instance.objectNode().put("repoId", repository).put("task", "TASK_INDEX_SNAPSHOTS"));
    }

    private ObjectNode call(String method, ObjectNode request) throws BackrestException, InterruptedException {
        return call(method, request, Optional.of(access.answer()));
    }

    private ObjectNode slowCall(String method, ObjectNode request) throws BackrestException, InterruptedException {
        return call(method, request, Optional.of(access.slowAnswer()));
    }

    private ObjectNode call(String method, ObjectNode request, Optional<Duration> within)
            throws BackrestException, InterruptedException {
        Optional<String> token = loginToken.token();
        Wire.Answer answer = wire.post(access.method(SERVICE, method), request, token, within);
        if (answer.status() == 401) {
            answer = wire.post(access.method(SERVICE, method), request, loginToken.tokenInsteadOf(token), within);
        }
        if (answer.status() != 200) {
            throw Refusals.of(method, answer);
        }
        int status = answer.status();
        return Wire.object(answer.body()).orElseThrow(() -> Refusals.incompatible(method, status));
    }

    private static ObjectNode wrapped(ObjectNode repository) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.set("repo", repository);
        return request;
    }

    private static ObjectNode value(String value) {
        return JsonNodeFactory.instance.objectNode().put("value", value);
    }

    /** Closes the connections. Waiting calls fail with {@link Reason#UNREACHABLE}. */
    @Override
    public void close() {
        wire.close();
    }
}
