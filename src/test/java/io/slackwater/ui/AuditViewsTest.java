package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.audit.AuditCheck;
import io.slackwater.audit.RefusedAttempts;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditViewsTest {

    private static final String XSS = "<img src=x onerror=alert(1)>";

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-06-01T21:30:00Z"));
    private Journal journal;
    private AuditCheck check;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), clock);
        check = new AuditCheck(journal.audit(), clock, _ -> {});
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private AuditView view(AuditQuery query) {
        return new AuditViews(
                        journal.audit(),
                        check,
                        new RefusedAttempts(journal.audit(), clock),
                        () -> ZoneId.of("Europe/Zurich"),
                        clock)
                .view(query, Texts.ENGLISH);
    }

    private List<Long> numbers(AuditQuery query) {
        return view(query).lines().stream().map(AuditView.Line::seq).toList();
    }

    private String page(AuditQuery query, Texts texts) {
        return PageTemplates.render(
                "audit",
                Map.of("page", PageTemplates.frame(texts, texts.of("audit"), "audit", "/audit"), "view", view(query)));
    }

    @Test
    void thePageSaysWhoDidWhatNewestFirst() {
        journal.audit().append("ann", "run", "shop.db.app", "");
        journal.audit().append("bob", "cancel", "run-1", "by hand");

        AuditView view = view(AuditQuery.USUAL);

        assertThat(view.lines()).extracting(AuditView.Line::actor).containsExactly("bob", "ann");
        assertThat(view.light()).isEqualTo(Light.OFF);
        assertThat(view.line()).isEqualTo("The audit log is not verified yet");
        assertThat(page(AuditQuery.USUAL, Texts.ENGLISH)).contains("by hand", "1 Jun 2026 23:30:00 CEST");
    }

    @Test
    void theAddressFiltersByPersonActionAndDayOfThePolicysZone() {
        journal.audit().append("ann", "run", "a", "");
        clock.advance(Duration.ofHours(1));
        journal.audit().append("ann", "cancel", "b", "");
        journal.audit().append("bob", "run", "c", "");

        assertThat(numbers(AuditQuery.of("ann", null, null, null, null))).containsExactly(2L, 1L);
        assertThat(numbers(AuditQuery.of("", "run", "", "", ""))).containsExactly(3L, 1L);
        assertThat(numbers(AuditQuery.of(null, null, "2026-06-02", null, null))).containsExactly(3L, 2L);
        assertThat(numbers(AuditQuery.of(null, null, null, "2026-06-01", null))).containsExactly(1L);
        assertThat(numbers(AuditQuery.of("nobody", null, null, null, null))).isEmpty();
    }

    @Test
    void olderEntriesAreOnTheNextPage() {
        for (int i = 0; i < 30; i++) {
            journal.audit().append("ann", "run", "subject " + i, "");
        }

        AuditView first = view(AuditQuery.of("ann", null, null, null, null));

        assertThat(first.lines()).hasSize(25);
        assertThat(first.newest()).isEmpty();
        assertThat(first.older()).isEqualTo("/audit?actor=ann&before=6");
        AuditView second = view(AuditQuery.of("ann", null, null, null, "6"));
        assertThat(second.lines()).hasSize(5);
        assertThat(second.older()).isEmpty();
        assertThat(second.newest()).isEqualTo("/audit?actor=ann");
    }

    @Test
    void aWrongFilterIsExplained() {
        assertThat(problem("yesterday", null))
                .isEqualTo("from=yesterday is not allowed. Allowed: YYYY-MM-DD (2026-01-31).");
        assertThat(problem("9999-01-01", null))
                .isEqualTo("from=9999-01-01 is not allowed. Allowed: 1970-01-01 – 2199-12-31.");
        assertThat(problem(null, "-3")).isEqualTo("before=-3 is not allowed. Allowed: 1, 2, 3 ….");
    }

    private static String problem(@Nullable String from, @Nullable String before) {
        String[] text = new String[1];
        assertThatThrownBy(() -> AuditQuery.of(null, null, from, null, before))
                .isInstanceOfSatisfying(PageProblem.class, one -> text[0] = one.text(Texts.ENGLISH));
        return text[0];
    }

    @Test
    void thePageSaysWhetherTheChainIsWhole() throws SQLException {
        journal.audit().append("ann", "run", "a", "");
        journal.audit().append("bob", "run", "b", "");
        check.verify();
        assertThat(view(AuditQuery.USUAL).line()).isEqualTo("The audit log is whole");

        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
                Statement change = other.createStatement()) {
            change.executeUpdate("DROP TRIGGER audit_no_update");
            change.executeUpdate("UPDATE audit SET actor = 'eve' WHERE seq = 2");
        }
        check.verify();

        AuditView view = view(AuditQuery.USUAL);
        assertThat(view.light()).isEqualTo(Light.BAD);
        assertThat(view.line()).isEqualTo("The audit log was changed, from entry 2 on");
        assertThat(view.detail()).startsWith("This entry or the one before was changed");
    }

    @Test
    void everyNameFromOutsideIsEscaped() {
        journal.audit().append(XSS, XSS, XSS, XSS);

        assertThat(page(AuditQuery.of("\"><script>", null, null, null, null), Texts.RUSSIAN))
                .doesNotContain("\"><script>");
        assertThat(page(AuditQuery.USUAL, Texts.ENGLISH))
                .doesNotContain("<img")
                .contains("&lt;img src=x onerror=alert(1)&gt;");
    }
}
