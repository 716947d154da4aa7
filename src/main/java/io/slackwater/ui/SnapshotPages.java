package io.slackwater.ui;

import io.slackwater.journal.PinStore;
import io.slackwater.journal.Verified;
import io.slackwater.kind.DumpedTable;
import io.slackwater.kind.RestoreException;
import io.slackwater.repository.SnapshotFile;
import io.slackwater.restore.DumpContents;
import io.slackwater.restore.FoundFiles;
import io.slackwater.restore.Requester;
import io.slackwater.restore.SnapshotFiles;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes the pages that look into snapshots, and those that search them. */
final class SnapshotPages {

    /** How many entries of a directory a page has. */
    private static final int SIZE = 100;

    private static final int LONGEST = 200;

    private final SnapshotFiles files;
    private final DumpContents dumps;
    private final PinStore verdicts;
    private final Supplier<ZoneId> zone;
    private final Clock clock;

    SnapshotPages(SnapshotFiles files, DumpContents dumps, PinStore verdicts, Supplier<ZoneId> zone, Clock clock) {
        this.files = files;
        this.dumps = dumps;
        this.verdicts = verdicts;
        this.zone = zone;
        this.clock = clock;
    }

    /** @throws PageProblem no verified snapshot has this id */
    Verified snapshot(String id) {
        return verdicts.candidates(id).stream()
                .filter(one -> one.snapshot().equals(id))
                .findFirst()
                .orElseThrow(() -> PageProblem.notFound("SnapshotId", id));
    }

    /**
     * Makes the page of a directory.
     *
     * @param path the directory's path; empty for the directory of the dataset
     * @throws PageProblem the snapshot has no such directory, or the user may not look into it
     */
    SnapshotPage view(Requester who, String id, String path, int page, Texts texts) throws InterruptedException {
        Verified snapshot = snapshot(id);
        SnapshotFiles.Directory found;
        try {
            found = files.directory(who, snapshot.dataset(), id, path, (page - 1L) * SIZE, SIZE);
        } catch (RestoreException e) {
            throw PageProblem.of(e, "path", path);
        }
        RunWords words = new RunWords(texts, zone.get(), clock.instant());
        boolean dump = found.path().equals("/") && !snapshot.file().equals("/");
        return new SnapshotPage(
                snapshot.dataset(),
                snapshot.shortId(),
                words.moment(snapshot.time()),
                dump ? List.of(new SnapshotPage.Crumb("/", "")) : crumbs(snapshot, found.path()),
                dump ? "" : download(id, found.path()),
                dumps.hasTables(snapshot) ? "/snapshots/" + id + "/tables" : "",
                texts.of("lookEntries", found.total()),
                found.entries().stream()
                        .map(entry -> line(id, entry, dump, words))
                        .toList(),
                Paging.of(page, found.total(), SIZE, directory(id, found.path())));
    }

    /** @throws PageProblem the snapshot is no dump with tables, or the user may not look into it */
    TablesPage tables(Requester who, String id, Texts texts) throws InterruptedException {
        Verified snapshot = snapshot(id);
        try {
            List<DumpedTable> tables = dumps.tables(who, snapshot.dataset(), id);
            return new TablesPage(
                    snapshot.dataset(),
                    id,
                    snapshot.shortId(),
                    new RunWords(texts, zone.get(), clock.instant()).moment(snapshot.time()),
                    texts.of("tablesCount", tables.size()),
                    tables);
        } catch (RestoreException e) {
            throw PageProblem.of(e, "snapshot", id);
        }
    }

    private static List<SnapshotPage.Crumb> crumbs(Verified snapshot, String path) {
        List<SnapshotPage.Crumb> crumbs = new ArrayList<>();
        String root = snapshot.file();
        for (int end = root.length(); end >= 0 && end < path.length(); end = path.indexOf('/', end + 1)) {
            String parent = path.substring(0, end);
            crumbs.add(new SnapshotPage.Crumb(
                    crumbs.isEmpty() ? root : shown(parent.substring(parent.lastIndexOf('/') + 1)),
                    directory(snapshot.snapshot(), parent).toString()));
        }
        crumbs.add(
                new SnapshotPage.Crumb(crumbs.isEmpty() ? root : shown(path.substring(path.lastIndexOf('/') + 1)), ""));
        return crumbs;
    }

    private static SnapshotPage.Line line(String id, SnapshotFile entry, boolean dump, RunWords words) {
        boolean named = isNamed(entry);
        return new SnapshotPage.Line(
                shown(entry.name()),
                named && entry.isDirectory() ? directory(id, entry.path()).toString() : "",
                named && (entry.isDirectory() || entry.isFile()) ? download(id, dump ? "" : entry.path()) : "",
                type(entry, words.texts()),
                entry.isFile() ? words.size(entry.size()) : "",
                words.moment(entry.modified()),
                "%04o".formatted(entry.mode()));
    }

    private static String type(SnapshotFile entry, Texts texts) {
        return switch (entry.type()) {
            case "file" -> texts.of("lookFile");
            case "dir" -> texts.of("lookDirectory");
            case "symlink" -> texts.of("lookLink");
            default -> entry.type();
        };
    }

    /** Whether the entry can be named in an address. A replacement character stands for bytes that are unknown. */
    private static boolean isNamed(SnapshotFile entry) {
        return entry.path().indexOf('\uFFFD') < 0;
    }

    /** A name with a visible sign for each control character, such as a line break. */
    private static String shown(String name) {
        return name.replaceAll("\\p{Cntrl}", "\u2423");
    }

    private static Address directory(String id, String path) {
        return Address.of("/snapshots/" + id).with("path", path);
    }

    private static String download(String id, String path) {
        return Address.of("/snapshots/" + id + "/download").with("path", path).toString();
    }

    /**
     * Searches the snapshots of a dataset.
     *
     * @param name a pattern, or a part of a name without {@code *}, {@code ?} and brackets; empty for no search
     * @throws PageProblem the name is wrong, the dataset has no files, or the user may not look into it
     */
    SearchPage search(Requester who, String dataset, String name, Texts texts) throws InterruptedException {
        if (name.isEmpty()) {
            return new SearchPage(dataset, "", "", List.of(), List.of());
        }
        if (name.length() > LONGEST) {
            throw PageProblem.invalid("q", name.substring(0, LONGEST) + "…", "≤ " + LONGEST);
        }
        FoundFiles found;
        try {
            found = files.find(who, dataset, name.matches(".*[*?\\[\\\\].*") ? name : "*" + name + "*");
        } catch (RestoreException e) {
            throw PageProblem.of(e, "q", name);
        }
        RunWords words = new RunWords(texts, zone.get(), clock.instant());
        List<String> remarks = new ArrayList<>();
        if (found.more()) {
            remarks.add(texts.of("searchMore"));
        }
        if (!found.left().isEmpty()) {
            remarks.add(texts.of("searchLeft", found.left().size()));
        }
        return new SearchPage(
                dataset,
                name,
                texts.of("searchFound", found.versions().size(), found.searched()),
                remarks,
                found.versions().stream().map(one -> line(one, words)).toList());
    }

    private static SearchPage.Line line(FoundFiles.Version version, RunWords words) {
        SnapshotFile file = version.file();
        Verified newest = version.snapshots().getFirst();
        String id = newest.snapshot();
        String directory = file.isDirectory()
                ? file.path()
                : file.path().substring(0, file.path().lastIndexOf('/'));
        boolean named = isNamed(file);
        return new SearchPage.Line(
                shown(file.path()),
                named ? directory(id, directory).toString() : "",
                named && (file.isDirectory() || file.isFile()) ? download(id, file.path()) : "",
                file.isFile() ? words.size(file.size()) : "",
                words.moment(file.modified()),
                version.snapshots().size(),
                words.moment(newest.time()));
    }
}
