package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.TestJournal;
import io.slackwater.signin.UsersFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersCommandTest {

    @TempDir
    Path directory = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String stdin, String... arguments) {
        out.reset();
        err.reset();
        return new UsersCommand(
                        new UsersFile(directory.resolve("users")),
                        new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        directory.resolve("journal.db"))
                .run(List.of(arguments));
    }

    @Test
    void usersAreAddedListedAndRemoved() throws Exception {
        assertThat(run("correct horse battery\n", "add", "ann", "admin")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(run("correct horse battery", "add", "vic", "viewer")).isZero();
        assertThat(run("", "list")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ann admin\nvic viewer\n");
        assertThat(run("", "remove", "ann")).isZero();
        assertThat(run("", "remove", "ann")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no user ann");
        assertThat(new UsersFile(directory.resolve("users")).all()).hasSize(1);
        assertThat(TestJournal.list(
                        directory.resolve("journal.db"),
                        "SELECT action || ' ' || subject || ' ' || detail FROM audit ORDER BY seq"))
                .containsExactly("users add ann admin", "users add vic viewer", "users remove ann ");
    }

    @Test
    void aHashIsPrintedAlone() {
        assertThat(run("correct horse battery\n", "hash")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).matches("\\$2b\\$12\\$[./A-Za-z0-9]{53}\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aRefusedUserIsReportedWithItsReasonAndNotWritten() {
        assertThat(run("short\n", "add", "ann", "admin")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("fewer than 10")
                .doesNotContain("short\n");
        assertThat(run("", "add", "ann", "admin")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no password on stdin");
        assertThat(run("correct horse battery\n", "add", "ann", "root")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("\"root\"", "viewer, operator, admin");
        assertThat(directory.resolve("users")).doesNotExist();
    }

    @Test
    void nameAndRoleAreCheckedBeforeThePasswordIsRead() throws Exception {
        assertThat(run("", "add", "ann", "root")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("\"root\"").doesNotContain("password");
        assertThat(run("", "add", "a:b", "admin")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("\"a:b\"").doesNotContain("password");
        Files.writeString(directory.resolve("users"), "no user\n");
        assertThat(run("", "add", "ann", "admin")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("line 1").doesNotContain("on stdin");
    }

    @Test
    void wrongUsageExitsWithCodeThree() {
        for (String[] arguments :
                new String[][] {{}, {"add"}, {"add", "ann"}, {"add", "ann", "admin", "password"}, {"drop", "ann"}}) {
            assertThat(run("", arguments)).isEqualTo(3);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("users add NAME ROLE");
        }
    }

    @Test
    void anUnwritableDirectoryIsReportedByName() throws Exception {
        Files.writeString(directory.resolve("file"), "");
        UsersCommand command = new UsersCommand(
                new UsersFile(directory.resolve("file/users")),
                new ByteArrayInputStream("correct horse battery\n".getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory.resolve("journal.db"));
        assertThat(command.run(List.of("add", "ann", "admin"))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("file/users", "must exist and be writable");
        assertThat(directory.resolve("journal.db")).doesNotExist();
    }
}
