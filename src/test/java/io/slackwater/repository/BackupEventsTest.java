package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackupEventsTest {

    private final List<Long> progress = new ArrayList<>();
    private final BackupEvents events = new BackupEvents(progress::add, 100);

    @Test
    void newAndChangedFilesAreReadBackButNoDirectories() throws Exception {
        for (String action : List.of("new", "modified", "changed", "unchanged")) {
            events.accept(new ResticEvent.VerboseStatus(action, "/" + action));
        }
        events.accept(new ResticEvent.VerboseStatus("new", "/directory/"));
        events.accept(new ResticEvent.VerboseStatus("new", ""));
        assertThat(events.changed().paths()).containsExactlyInAnyOrder("/new", "/modified", "/changed");
    }

    @Test
    void aBackupWithoutASummaryHasNoSnapshot() throws Exception {
        events.accept(new ResticEvent.Status(5, 1));
        events.accept(new ResticEvent.Text("no JSON"));
        assertThat(progress).containsExactly(5L);
        assertThat(events.summary().snapshot()).isEmpty();
        ResticEvent.Summary end = new ResticEvent.Summary(Optional.of("1234"), 7, 8);
        events.accept(end);
        assertThat(events.summary()).isEqualTo(end);
    }

    @Test
    void aTreeThatGrowsWithoutEndFailsTheBackup() throws Exception {
        events.accept(new ResticEvent.Status(100, 1));
        assertThat(events.growth()).isEmpty();
        assertThatThrownBy(() -> events.accept(new ResticEvent.Status(101, 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("grow faster than restic reads them: restic has read 101 bytes");
        assertThat(progress).containsExactly(100L);
        assertThat(events.growth()).isPresent();
    }
}
