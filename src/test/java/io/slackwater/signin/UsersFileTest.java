package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersFileTest {

    /** A published test vector of bcrypt: "abc". */
    private static final String HASH = "$2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi";

    @TempDir
    Path directory = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = directory.resolve("secrets/users");
    }

    private UsersFile with(String text) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new UsersFile(file);
    }

    @Test
    void aMissingFileHasNoUsersAndNoProblems() {
        UsersFile users = new UsersFile(file);
        assertThat(users.all()).isEmpty();
        assertThat(users.problems()).isEmpty();
    }

    @Test
    void usersAreFoundWithTheirRoles() throws Exception {
        UsersFile users = with("# people\n\nann:admin:" + HASH + "\nvic@example.org:viewer:" + HASH + "\n");
        assertThat(users.find("ann")).map(User::role).contains(Role.ADMIN);
        assertThat(users.find("vic@example.org")).map(User::role).contains(Role.VIEWER);
        assertThat(users.find("ANN")).isEmpty();
        assertThat(users.problems()).isEmpty();
    }

    @Test
    void aChangeIsReadAtTheNextRequest() throws Exception {
        UsersFile users = with("ann:admin:" + HASH + "\n");
        assertThat(users.find("ann")).isPresent();
        with("bob:admin:" + HASH + "\n");
        assertThat(users.find("ann")).isEmpty();
        assertThat(users.find("bob")).isPresent();
        Files.delete(file);
        assertThat(users.all()).isEmpty();
    }

    @Test
    void anInvalidLineIsReportedAndTheOtherUsersAreKept() throws Exception {
        UsersFile users = with("""
                ann:admin:%1$s
                bob:root:%1$s
                cat:viewer:plain-text
                just a line
                ann:viewer:%1$s
                d d:viewer:%1$s
                eve:admin:$2a$04$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi
                """.formatted(HASH));
        assertThat(users.all()).extracting(User::name).containsExactly("ann");
        assertThat(users.find("ann")).map(User::role).contains(Role.ADMIN);
        assertThat(users.problems()).hasSize(6);
        assertThat(users.problems().get(0)).contains(file + ", line 2", "\"root\"", "viewer, operator, admin");
        assertThat(users.problems().get(1))
                .contains("line 3", "users add cat viewer")
                .doesNotContain("plain-text");
        assertThat(users.problems().get(2)).contains("line 4", "name:role:bcrypt");
        assertThat(users.problems().get(3)).contains("line 5", "twice");
        assertThat(users.problems().get(4)).contains("line 6", "\"d d\"");
        assertThat(users.problems().get(5)).contains("line 7", "cost 10 to 15");
    }

    @Test
    void aFileThatOthersCanWriteIsRefused() throws Exception {
        UsersFile users = with("ann:admin:" + HASH + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw--w----"));
        assertThat(users.find("ann")).isEmpty();
        assertThat(users.problems()).singleElement().asString().contains("chmod 600 " + file);
    }

    @Test
    void aFileThatOthersCanReadIsUsedAndReported() throws Exception {
        UsersFile users = with("ann:admin:" + HASH + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(users.find("ann")).isPresent();
        assertThat(users.problems()).singleElement().asString().contains("chmod 600 " + file);
    }

    @Test
    void aDirectoryInPlaceOfTheFileIsReportedAndRefusesAllUsers() throws Exception {
        Files.createDirectories(file);
        UsersFile users = new UsersFile(file);
        assertThat(users.all()).isEmpty();
        assertThat(users.problems()).isNotEmpty();
    }

    @Test
    void aUserIsAddedReplacedAndRemoved() throws Exception {
        UsersFile users = new UsersFile(file);
        users.put("ann", "admin", "correct horse battery");
        users.put("bob", "viewer", "correct horse battery");
        users.put("ann", "operator", "another horse battery");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(users.find("ann")).map(User::role).contains(Role.OPERATOR);
        assertThat(Passwords.match(users.find("ann"), "another horse battery", users.all()))
                .isTrue();
        assertThat(Passwords.match(users.find("ann"), "correct horse battery", users.all()))
                .isFalse();
        assertThat(users.remove("ann")).isTrue();
        assertThat(users.remove("ann")).isFalse();
        assertThat(users.all()).extracting(User::name).containsExactly("bob");
    }

    @Test
    void aFileWithProblemsIsNotOverwritten() throws Exception {
        String text = "ann:admin:" + HASH + "\nbob:root:" + HASH + "\n";
        UsersFile users = with(text);
        assertThatThrownBy(() -> users.put("cat", "viewer", "correct horse battery"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
        assertThat(file).hasContent(text);
    }

    @Test
    void anInvalidUserIsNotWritten() {
        UsersFile users = new UsersFile(file);
        assertThatThrownBy(() -> users.put("a:b", "viewer", "correct horse battery"))
                .hasMessageContaining("\"a:b\"");
        assertThatThrownBy(() -> users.put("ann", "root", "correct horse battery"))
                .hasMessageContaining("\"root\"");
        assertThatThrownBy(() -> users.put("ann", "admin", "short")).hasMessageContaining("fewer than 10");
        assertThat(file).doesNotExist();
    }
}
