package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndoTest {

    private final List<String> undone = new ArrayList<>();

    private AutoCloseable step(String name) {
        return () -> undone.add(name);
    }

    private AutoCloseable broken(String name) {
        return () -> {
            undone.add(name);
            throw new IllegalStateException(name);
        };
    }

    @Test
    void stepsAreUndoneOnceInReverseOrder() throws Exception {
        try (Undo undo = new Undo()) {
            undo.add(step("slot"));
            undo.add(step("freeze"));
            undo.close();
        }
        assertThat(undone).containsExactly("freeze", "slot");
    }

    @Test
    void aFailingUndoDoesNotStopTheOthersAndLaterErrorsAreSuppressed() {
        assertThatThrownBy(() -> {
                    try (Undo undo = new Undo()) {
                        undo.add(step("slot"));
                        undo.add(broken("dump"));
                        undo.add(broken("freeze"));
                    }
                })
                .hasMessage("freeze")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(later -> assertThat(later).hasMessage("dump")));
        assertThat(undone).containsExactly("freeze", "dump", "slot");
    }

    @Test
    void anErrorOfTheRunStaysTheFirstError() {
        assertThatThrownBy(() -> {
                    try (Undo undo = new Undo()) {
                        undo.add(broken("freeze"));
                        throw new IllegalArgumentException("the run");
                    }
                })
                .hasMessage("the run")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }
}
