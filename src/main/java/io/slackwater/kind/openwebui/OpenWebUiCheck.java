package io.slackwater.kind.openwebui;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.SqliteIntegrity;
import io.slackwater.capture.SqliteTreeCheck;
import io.slackwater.capture.TreeCheck;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a snapshot of Open WebUI: opens {@code webui.db} and Chroma's database, and looks for each file that a row
 * names.
 */
final class OpenWebUiCheck implements TreeCheck {

    private static final String DATABASE = "webui.db";
    private static final int SHOWN = 3;

    private final Dataset dataset;
    private final Source.Tree tree;
    private final Docker docker;
    private final SqliteTreeCheck databases;
    private final Map<String, Long> files = new HashMap<>();
    private final List<String> notes = new ArrayList<>();

    OpenWebUiCheck(Dataset dataset, Source.Tree tree, Docker docker, Path scratch) {
        this.dataset = dataset;
        this.tree = tree;
        this.docker = docker;
        this.databases = SqliteTreeCheck.ofAll(dataset, scratch);
    }

    /**
     * Asks for the content of all SQLite databases with their logs and journals. {@link SqliteTreeCheck} recognises
     * them by file name.
     */
    @Override
    public boolean entry(TreeEntry entry) {
        if (entry.isFile()) {
            files.put(entry.path(), entry.size());
        }
        return databases.entry(entry);
    }

    @Override
    public void file(TreeEntry entry, InputStream content) throws IOException {
        databases.file(entry, content);
    }

    @Override
    public void complete() throws CaptureException {
        Optional<Container> container = container();
        OpenWebUiSettings settings = new OpenWebUiSettings(tree, container);
        databases.complete();
        if (container.isPresent() && settings.keyIsLostWithContainer()) {
            notes.add(
                    "Open WebUI's secret key is neither set nor on a volume, so no backup contains it. Sessions and stored"
                            + " tokens are lost when the container is recreated: set WEBUI_SECRET_KEY on service "
                            + dataset.workload().service() + ".");
        }
        Optional<String> database = settings.onHost(settings.data() + "/" + DATABASE);
        if (database.isEmpty()) {
            return;
        }
        Optional<Path> copy = databases.copy(database.get());
        if (copy.isPresent()) {
            checkFiles(settings, copy.get());
        } else {
            withoutDatabase(settings, database.get(), container.isPresent());
        }
    }

    private Optional<Container> container() throws CaptureException {
        try {
            WorkloadId id = dataset.workload();
            List<Container> containers = docker.service(id.project(), id.service());
            return containers.isEmpty() ? docker.find(id.service()) : Optional.of(containers.getFirst());
        } catch (DockerException e) {
            throw new CaptureException(
                    "The snapshot of " + dataset.id() + " could not be checked: " + e.getMessage(),
                    EndCause.NOT_CHECKED,
                    e);
        }
    }

    private void withoutDatabase(OpenWebUiSettings settings, String expected, boolean known) throws CaptureException {
        if (settings.elsewhere() && !files.containsKey(expected)) {
            // Coverage reports an unprotected server.
            if (!settings.onServer()) {
                notes.add(
                        "Open WebUI stores its rows in the database that its DATABASE_… variables name, not in these files:"
                                + " protect that database too.");
            }
            return;
        }
        throw new CaptureException(
                "The snapshot of " + dataset.id() + " has no SQLite database " + expected + ": start service "
                        + dataset.workload().service() + ", and check whether " + tree.destination()
                        + " is really its data directory (DATA_DIR). If it does not start, restore an earlier snapshot",
                known || files.containsKey(expected) ? EndCause.NOT_WHOLE : EndCause.NOT_CHECKED);
    }

    private void checkFiles(OpenWebUiSettings settings, Path database) throws CaptureException {
        List<OpenWebUiFiles.Row> rows;
        try {
            rows = OpenWebUiFiles.in(database);
        } catch (SQLException e) {
            throw new CaptureException(
                    "The rows of " + DATABASE + " in the snapshot of " + dataset.id() + " could not be read: "
                            + e.getMessage(),
                    SqliteIntegrity.verdict(e) instanceof SqliteIntegrity.Verdict.Damaged
                            ? EndCause.NOT_WHOLE
                            : EndCause.NOT_CHECKED,
                    e);
        }
        String uploads = settings.data() + "/uploads";
        List<String> lost = new ArrayList<>();
        List<String> dangling = new ArrayList<>();
        for (OpenWebUiFiles.Row row : rows) {
            Optional<String> file =
                    OpenWebUiSettings.below(row.path(), uploads) ? settings.onHost(row.path()) : Optional.empty();
            if (file.isPresent() && !agrees(row, files.get(file.get()))) {
                (asInOriginal(file.get()) ? dangling : lost).add(described(row, file.get()));
            }
        }
        if (!lost.isEmpty()) {
            throw new CaptureException(
                    lost.size() + " of the " + rows.size() + " files that " + DATABASE
                            + " lists are missing or incomplete in the snapshot of " + dataset.id() + ": " + some(lost)
                            + ". If they are copied while in use, set the label slackwater.method: \"freeze\"."
                            + " Otherwise the next run tries again",
                    EndCause.NOT_WHOLE);
        }
        if (!dangling.isEmpty()) {
            notes.add("Open WebUI (service " + dataset.workload().service()
                    + ") itself has lost files that its database lists, " + dangling.size() + " of " + rows.size()
                    + ": " + some(dangling) + ".");
        }
    }

    /**
     * Whether the original file has the stored size too, or is missing too. The copy was made while the container was
     * paused, so the file was lost before the backup.
     */
    private boolean asInOriginal(String file) {
        Long stored = files.get(file);
        Path original = Path.of(file);
        try {
            return dataset.method() != Method.HOT
                    && (stored == null ? !Files.exists(original) : Files.size(original) == stored);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean agrees(OpenWebUiFiles.Row row, @Nullable Long size) {
        return size != null && (row.size().isEmpty() || row.size().getAsLong() == size);
    }

    private String described(OpenWebUiFiles.Row row, String file) {
        Long size = files.get(file);
        return file + " of row " + row.id() + " is "
                + (size == null ? "missing" : "of another size (" + size + " bytes)");
    }

    private static String some(List<String> sentences) {
        return String.join("; ", sentences.subList(0, Math.min(SHOWN, sentences.size())));
    }

    @Override
    public List<String> notes() {
        List<String> all = new ArrayList<>(databases.notes());
        all.addAll(notes);
        return all;
    }
}
