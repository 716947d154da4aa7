package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.restore.RestoreRoots.Place;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreRootsTest {

    private static final List<Place> NEVER = List.of(
            new Place(Path.of("/srv/stack/secrets"), "keys and tokens"),
            new Place(Path.of("/data/docker"), "Docker's own data"));

    private final RestoreRoots roots = roots("/srv/stack/restores", "/srv/look");

    private static RestoreRoots roots(String... paths) {
        return new RestoreRoots(List.of(paths).stream().map(Path::of).toList(), NEVER);
    }

    @Test
    void aDirectoryBelowAListedDirectoryIsAllowed() throws Exception {
        assertThat(roots.of(Path.of("/srv/stack/restores/shop"))).isEqualTo(Path.of("/srv/stack/restores"));
        assertThat(roots.of(Path.of("/srv/look/a/../b/c"))).isEqualTo(Path.of("/srv/look"));
        assertThatCode(() -> roots.check(Path.of("/srv/look"))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/x",
                "/srv/stack/restores",
                "/srv/stack/restores2",
                "/srv/stack/restores/../secrets/x",
                "/srv/stack",
                "/"
            })
    void anotherDirectoryIsRefusedAndTheAllowedDirectoriesAreNamed(String directory) {
        assertThatThrownBy(() -> roots.of(Path.of(directory)))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageContaining("directory " + directory + " is not allowed")
                .hasMessageContaining("below /srv/stack/restores, /srv/look")
                .hasMessageContaining("Name a new directory there, such as /srv/stack/restores/NAME")
                .hasMessageContaining("restore.directories in backrest-config/policy.yml");
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/stack, '/srv/stack/secrets, keys and tokens'",
        "/srv/stack/secrets/keys, '/srv/stack/secrets, keys and tokens'",
        "/data, '/data/docker, Docker''s own data'",
        "/etc/stack/restores, the system directory /etc"
    })
    void aListedDirectoryOfSlackwaterOrTheSystemAllowsNoRestore(String root, String what) {
        assertThatThrownBy(() -> roots(root).check(Path.of(root)))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageStartingWith(root + ", which restore.directories")
                .hasMessageContainingAll(what, "Name another directory in the policy");
        assertThatThrownBy(() -> roots(root).of(Path.of(root, "x")))
                .hasMessageContaining(root + ", which restore.directories")
                .hasMessageContaining(what);
    }

    @Test
    void anEmptyListSwitchesRestoresIntoDirectoriesOff() {
        assertThatThrownBy(() -> roots().of(Path.of("/srv/x")))
                .hasMessageContaining("restore.directories in backrest-config/policy.yml is []")
                .hasMessageContaining("disables restores into directories");
    }

    @Test
    void aRelativePathOrALineBreakIsRefused() {
        assertThatThrownBy(() -> roots.of(Path.of("restores/x"))).hasMessageContaining("absolute path");
        assertThatThrownBy(() -> roots.of(Path.of("/srv/look/a\nb"))).hasMessageContaining("control characters");
    }
}
