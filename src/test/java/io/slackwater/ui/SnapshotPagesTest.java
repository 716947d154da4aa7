package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slackwater.app.ServiceKinds;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.journal.RunIdentity;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import io.slackwater.kind.DumpedTable;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.config.NoConfig;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.SnapshotFile;
import io.slackwater.repository.StandInRepository;
import io.slackwater.restore.DumpContents;
import io.slackwater.restore.Requester;
import io.slackwater.restore.RestorableSnapshots;
import io.slackwater.restore.SnapshotFiles;
import io.slackwater.trust.SnapshotTrust;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.io.function.IOConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SnapshotPagesTest {

    private static final Instant NIGHT = Instant.parse("2026-06-01T00:00:05Z");
    private static final String FILES = "shop.web.files";
    private static final String ROOT = "/var/lib/docker/volumes/shop_files/_data";
    private static final String XSS = "<img src=x onerror=alert(1)>";
    private static final Requester EVE = new Requester("eve", false);

    @RegisterExtension
    private final OverviewScene scene = new OverviewScene();

    @TempDir
    private Path directory;

    private final List<SnapshotFile> entries = new ArrayList<>();
    private SnapshotPages pages;

    /** A repository whose snapshots have the entries of the test. */
    private final class Repo extends StandInRepository {

        Repo(String id) {
            super(id);
        }

        @Override
        public void directory(String snapshot, String path, IOConsumer<SnapshotFile> to) throws RepositoryException {
            if (path.endsWith("damaged")) {
                throw new RepositoryException(Failure.NETWORK, "the server is away");
            }
            String below = path + "/";
            Stream.concat(Stream.of(entry(ROOT, "dir")), entries.stream())
                    .filter(one -> one.path().equals(path)
                            || one.path().startsWith(below) && one.path().indexOf('/', below.length()) < 0)
                    .forEach(to.asConsumer());
        }

        @Override
        public void find(
                Collection<String> snapshots,
                String name,
                Predicate<SnapshotFile> wanted,
                int most,
                BiConsumer<String, List<SnapshotFile>> found) {
            snapshots.forEach(id ->
                    found.accept(id, entries.stream().filter(wanted).limit(most).toList()));
        }
    }

    @BeforeEach
    void open() {
        verified("run-0001", FILES, "volume", ROOT, "tree", NIGHT);
        verified("run-0002", "shop.db.app", "postgres", "shop.db.app.dump", "dump", NIGHT);
        verified("run-0003", "shop.web.srv", "volume", "/srv/shop", "tree", NIGHT);
        Kinds<ServiceKind> kinds =
                new ServiceKinds(new StandInDocker(), scene.clock, id -> false, new NoConfig()).all();
        RestorableSnapshots snapshots = new RestorableSnapshots(
                scene.journal.verdicts(),
                scene.journal.safetySnapshots(),
                scene.journal.repositories(),
                () -> OverviewScene.POLICY,
                Repo::new,
                SnapshotTrust.of(scene.journal, scene.clock).alarms(),
                kinds);
        pages = new SnapshotPages(
                new SnapshotFiles(snapshots, directory.resolve("scratch"), scene.clock),
                new DumpContents(snapshots, scene.board::get, scene.journal.runs(), kinds),
                scene.journal.pins(),
                () -> ZoneId.of("Europe/Zurich"),
                scene.clock);
    }

    private void verified(String id, String dataset, String kind, String file, String format, Instant time) {
        RunRecord run =
                RunRecord.queued(new RunIdentity(id, dataset, "shop-x", kind, "critical", "set-1", Trigger.API, time));
        scene.journal.runs().queued(run);
        run = step(run.startedAt(time).in(RunState.CAPTURING));
        run = step(run.storing("repo-1").in(RunState.STORING));
        run = step(run.stored("repo-1", "snap-" + id, 7, 1, "cafe").in(RunState.VERIFYING));
        RunRecord success = RunRecords.in(run, RunState.SUCCEEDED, time, "");
        scene.journal.verdicts().verified(Verified.of(success, time, file, format, Map.of()), success);
    }

    private RunRecord step(RunRecord run) {
        scene.journal.runs().update(run);
        return run;
    }

    private static SnapshotFile entry(String path, String type) {
        return new SnapshotFile(path, type, type.equals("file") ? 2048 : 0, NIGHT, 0640);
    }

    @Test
    void aDirectoryHasLinksAndDownloads() throws Exception {
        entries.add(entry(ROOT + "/a b", "dir"));
        entries.add(entry(ROOT + "/a b/new\nline", "file"));
        entries.add(entry(ROOT + "/a b/link", "symlink"));
        entries.add(entry(ROOT + "/a b/bad\uFFFD", "file"));

        SnapshotPage view = pages.view(EVE, "snap-run-0001", ROOT + "/a b", 1, Texts.ENGLISH);

        assertThat(view.dataset()).isEqualTo(FILES);
        assertThat(view.note()).isEqualTo("3 entries");
        assertThat(view.crumbs())
                .containsExactly(
                        new SnapshotPage.Crumb(
                                ROOT,
                                "/snapshots/snap-run-0001?path=%2Fvar%2Flib%2Fdocker%2Fvolumes%2Fshop_files%2F_data"),
                        new SnapshotPage.Crumb("a b", ""));
        assertThat(view.lines())
                .extracting(SnapshotPage.Line::name)
                .containsExactly("new\u2423line", "link", "bad\uFFFD");
        assertThat(view.lines())
                .extracting(SnapshotPage.Line::download)
                .containsExactly(
                        "/snapshots/snap-run-0001/download?path=%2Fvar%2Flib%2Fdocker%2Fvolumes%2Fshop_files%2F_data%2Fa+b%2Fnew%0Aline",
                        "", "");
        assertThat(view.lines().getFirst().size()).isEqualTo("2.0 KiB");
        assertThat(view.lines().getFirst().mode()).isEqualTo("0640");
        assertThat(pages.view(EVE, "snap-run-0001", "", 1, Texts.ENGLISH).lines())
                .singleElement()
                .satisfies(line -> assertThat(line.href()).endsWith("_data%2Fa+b"));
    }

    @Test
    void aLargeDirectoryHasPages() throws Exception {
        for (int n = 0; n < 250; n++) {
            entries.add(entry(ROOT + "/%03d".formatted(n), "file"));
        }
        SnapshotPage view = pages.view(EVE, "snap-run-0001", "", 3, Texts.RUSSIAN);
        assertThat(view.lines()).hasSize(50);
        assertThat(view.lines().getFirst().name()).isEqualTo("200");
        assertThat(view.paging().pages()).isEqualTo(3);
        assertThat(view.paging().newer())
                .hasValueSatisfying(href -> assertThat(href).contains("path=").endsWith("page=2"));
        refused(400, () -> pages.view(EVE, "snap-run-0001", "", 4, Texts.ENGLISH));
    }

    @Test
    void aDumpIsOneFile() throws Exception {
        SnapshotPage view = pages.view(EVE, "snap-run-0002", "", 1, Texts.ENGLISH);
        assertThat(view.whole()).isEmpty();
        assertThat(view.crumbs()).containsExactly(new SnapshotPage.Crumb("/", ""));
        assertThat(view.lines()).singleElement().satisfies(line -> {
            assertThat(line.name()).isEqualTo("shop.db.app.dump");
            assertThat(line.download()).isEqualTo("/snapshots/snap-run-0002/download");
        });
        assertThat(view.tables()).isEqualTo("/snapshots/snap-run-0002/tables");
        assertThat(pages.view(EVE, "snap-run-0001", "", 1, Texts.ENGLISH).tables())
                .isEmpty();
        refused(400, () -> pages.tables(EVE, "snap-run-0002", Texts.ENGLISH));
    }

    @Test
    void theTablesOfADumpAreEscaped() {
        TablesPage view = new TablesPage(
                "shop.db.app",
                "snap-run-0002",
                "snap-run",
                Moment.of(NIGHT, NIGHT, ZoneId.of("UTC"), Texts.RUSSIAN),
                "",
                List.of(new DumpedTable(XSS, true), new DumpedTable("public.parent", false)));
        Frame frame = PageTemplates.viewerFrame(Texts.RUSSIAN, "x", "/snapshots/x");
        assertThat(PageTemplates.render("tables", Map.of("page", frame, "view", view)))
                .contains("&lt;img src=x onerror=alert(1)&gt;", "public.parent")
                .doesNotContain("<img");
    }

    @Test
    void namesCannotInjectHtmlAndOnlyOperatorsDownload() throws Exception {
        entries.add(entry(ROOT + "/" + XSS, "file"));
        entries.add(entry(ROOT + "/\"><b>", "dir"));
        for (Texts texts : List.of(Texts.ENGLISH, Texts.RUSSIAN)) {
            SnapshotPage view = pages.view(EVE, "snap-run-0001", "", 1, texts);
            SearchPage found = pages.search(EVE, FILES, "*", texts);
            Frame operator = PageTemplates.frame(texts, "x", "", "/snapshots/x");
            Frame viewer = PageTemplates.viewerFrame(texts, "x", "/snapshots/x");

            for (String html : List.of(
                    PageTemplates.render("snapshot", Map.of("page", operator, "view", view)),
                    PageTemplates.render("search", Map.of("page", operator, "view", found)))) {
                assertThat(html)
                        .contains("&lt;img src=x onerror=alert(1)&gt;", "/download?path=")
                        .doesNotContain("<img", "<b>");
            }
            assertThat(PageTemplates.render("snapshot", Map.of("page", viewer, "view", view)))
                    .doesNotContain("/download");
            assertThat(PageTemplates.render("search", Map.of("page", viewer, "view", found)))
                    .doesNotContain("/download");
        }
    }

    @Test
    void aSearchFindsAPartOfANameOrAPattern() throws Exception {
        verified("run-0004", FILES, "volume", ROOT, "tree", NIGHT.plusSeconds(60));
        entries.add(entry(ROOT + "/Holiday.JPG", "file"));
        entries.add(entry(ROOT + "/holidays", "dir"));

        SearchPage part = pages.search(EVE, FILES, "holiday", Texts.ENGLISH);
        assertThat(part.note()).isEqualTo("2 versions in 2 snapshots");
        assertThat(part.remarks()).isEmpty();
        assertThat(part.lines())
                .extracting(SearchPage.Line::path)
                .containsExactly(ROOT + "/Holiday.JPG", ROOT + "/holidays");
        assertThat(part.lines())
                .extracting(SearchPage.Line::href)
                .satisfiesExactly(
                        href -> assertThat(href)
                                .startsWith("/snapshots/snap-run-0004?")
                                .endsWith("_data"),
                        href -> assertThat(href).endsWith("_data%2Fholidays"));
        assertThat(part.lines().getFirst().snapshots()).isEqualTo(2);

        assertThat(pages.search(EVE, FILES, "*.jpg", Texts.RUSSIAN).lines()).hasSize(1);
        assertThat(pages.search(EVE, FILES, "", Texts.ENGLISH).note()).isEmpty();
        assertThat(pages.search(EVE, FILES, "none", Texts.ENGLISH).lines()).isEmpty();
    }

    @Test
    void aWrongAddressIsExplained() {
        refused(404, () -> pages.view(EVE, "snap-none", "", 1, Texts.ENGLISH));
        refused(404, () -> pages.view(EVE, "snap-run-0001", ROOT + "/none", 1, Texts.ENGLISH));
        refused(400, () -> pages.view(EVE, "snap-run-0001", "/etc", 1, Texts.ENGLISH));
        refused(409, () -> pages.view(EVE, "snap-run-0001", ROOT + "/damaged", 1, Texts.ENGLISH));
        refused(403, () -> pages.view(EVE, "snap-run-0003", "", 1, Texts.ENGLISH));
        refused(403, () -> pages.search(EVE, "shop.web.srv", "x", Texts.ENGLISH));
        refused(400, () -> pages.search(EVE, FILES, "[", Texts.ENGLISH));
        refused(400, () -> pages.search(EVE, FILES, "x".repeat(201), Texts.ENGLISH));
        refused(400, () -> pages.search(EVE, "shop.db.app", "x", Texts.ENGLISH));
        refused(404, () -> pages.search(EVE, "shop.web.none", "x", Texts.ENGLISH));
    }

    private static void refused(int status, ThrowingCallable call) {
        PageProblem problem = catchThrowableOfType(PageProblem.class, call);
        assertThat(problem).isNotNull();
        assertThat(problem.status()).isEqualTo(status);
        for (Texts texts : List.of(Texts.ENGLISH, Texts.RUSSIAN)) {
            assertThat(problem.text(texts)).isNotBlank().doesNotContain("{0}", "{1}");
        }
    }
}
