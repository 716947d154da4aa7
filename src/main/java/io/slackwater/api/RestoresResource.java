package io.slackwater.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.RunStore;
import io.slackwater.kind.RestoreException;
import io.slackwater.policy.LivePolicy;
import io.slackwater.restore.DownloadSpool;
import io.slackwater.restore.Requester;
import io.slackwater.restore.RestoreTarget;
import io.slackwater.restore.Restores;
import io.slackwater.signin.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts restores into new places, shows them, and sends downloads. */
@Path("/api/v1/restores")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class RestoresResource {

    /** The response header that warns about a problem of the downloaded snapshot. */
    static final String WARNING = "Slackwater-Warning";

    /** The response header with the hash of a download, in hexadecimal digits. */
    static final String SHA_256 = "Slackwater-Sha256";

    private final Restores restores;
    private final RunStore runStore;
    private final SeenInventory inventory;
    private final LivePolicy policy;
    private final DownloadSpool spool;
    private final SecurityIdentity identity;

    public RestoresResource(
            Restores restores,
            RunStore runStore,
            SeenInventory inventory,
            LivePolicy policy,
            DownloadSpool spool,
            SecurityIdentity identity) {
        this.restores = restores;
        this.runStore = runStore;
        this.inventory = inventory;
        this.policy = policy;
        this.spool = spool;
        this.identity = identity;
    }

    /**
     * What to restore, and where.
     *
     * @param snapshot an id (8 characters or more) or {@code latest}, the default
     * @param at a time in place of the id: selects the newest snapshot whose data are of this time or older
     */
    public record Request(
            @Nullable String dataset,
            @Nullable String snapshot,
            @Nullable String at,
            @Nullable RequestedTarget target) {}

    /**
     * The place of a restore.
     *
     * @param kind {@code database}, {@code volume}, {@code directory} or {@code download}
     * @param path a directory on the host, or for a download the path inside the snapshot
     * @param tablespaces whether a database keeps its tablespaces; true by default
     */
    public record RequestedTarget(
            @Nullable String kind,
            @Nullable String workload,
            @Nullable String database,
            @Nullable String volume,
            @Nullable String path,
            @Nullable Boolean tablespaces) {}

    @GET
    public List<RestoreView> list() {
        return restores.all().stream().map(RestoreView::of).toList();
    }

    @GET
    @Path("/{id}")
    public RestoreView one(String id) {
        return restores.find(id)
                .map(RestoreView::of)
                .orElseThrow(() -> Problem.notFound("there is no restore " + id + "; GET /api/v1/restores lists them"));
    }

    @POST
    @RolesAllowed("operator")
    public Response start(@Nullable Request request) throws RestoreException, DockerException, InterruptedException {
        if (request == null || request.dataset() == null || request.target() == null) {
            throw Problem.invalid(
                    "the body needs dataset and target, for example"
                            + " {\"dataset\":\"shop.db.app\",\"target\":{\"kind\":\"database\",\"database\":\"app_restored\"}}");
        }
        RequestedTarget target = request.target();
        RequestChecks.dataset(request.dataset(), runStore, inventory);
        String snapshot = snapshot(request.dataset(), request);
        if (target.tablespaces() != null && !"database".equals(target.kind())) {
            throw Problem.invalid("target.tablespaces " + target.tablespaces()
                    + " is only for target.kind database, not " + target.kind() + "; leave it out");
        }
        Requester who = new Requester(identity.getPrincipal().getName(), identity.hasRole(Role.ADMIN.word()));
        if ("download".equals(target.kind())) {
            return send(
                    restores.download(who, request.dataset(), snapshot, target.path() == null ? "" : target.path()));
        }
        RestoreTarget place = target(target);
        inventory.get();
        RestoreView started = RestoreView.of(restores.start(who, request.dataset(), snapshot, place));
        return Response.accepted(started).build();
    }

    private String snapshot(String dataset, Request request) throws RestoreException {
        if (request.at() == null) {
            return request.snapshot() == null ? "latest" : request.snapshot();
        }
        if (request.snapshot() != null) {
            throw Problem.invalid("snapshot and at exclude each other; leave out one of them");
        }
        return restores.snapshotAt(
                dataset, PointInTime.of("at", request.at(), policy.current().timezone()));
    }

    private static RestoreTarget target(RequestedTarget target) {
        return switch (String.valueOf(target.kind())) {
            case "database" ->
                new RestoreTarget.Database(
                        Optional.ofNullable(target.workload()),
                        target.database() == null ? "" : target.database(),
                        !Boolean.FALSE.equals(target.tablespaces()));
            case "volume" -> new RestoreTarget.Volume(needed("target.volume", target.volume()));
            case "directory" -> {
                java.nio.file.Path path = path(needed("target.path", target.path()));
                if (!path.isAbsolute()) {
                    throw Problem.invalid("target.path " + path + " is not absolute; it is a path on the host");
                }
                yield new RestoreTarget.Directory(path.normalize());
            }
            default ->
                throw Problem.invalid(
                        "target.kind " + target.kind() + " is not one of database, volume, directory, download");
        };
    }

    private static java.nio.file.Path path(String text) {
        try {
            return java.nio.file.Path.of(text);
        } catch (InvalidPathException e) {
            throw Problem.invalid("target.path is not a path: " + e.getReason());
        }
    }

    private static String needed(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw Problem.invalid(name + " is missing");
        }
        return value;
    }

    /**
     * Sends a file. First reads it completely from the repository. An error after the first byte would leave the client
     * a truncated file.
     */
    private Response send(Restores.Download download) throws RestoreException, InterruptedException {
        DownloadSpool.Complete file = spool.read(download);
        Response.ResponseBuilder answer = Response.ok(file.content(), MediaType.APPLICATION_OCTET_STREAM)
                .header("Content-Length", file.size())
                .header(SHA_256, file.sha256())
                .header("Content-Disposition", "attachment; filename=\"" + download.headerName() + "\"");
        download.warning().ifPresent(words -> answer.header(WARNING, header(words)));
        return answer.build();
    }

    /** Makes a single ASCII line of a text, because servers and clients do not all pass other headers. */
    static String header(String words) {
        return words.replaceAll("\\s+", " ").replaceAll("[^ -~]", "?");
    }
}
