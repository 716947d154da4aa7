package io.slackwater.ui;

import java.util.Optional;

/**
 * A fact about a thing on its page.
 *
 * @param text empty when only the time is shown
 * @param href leads to the page of the thing that the fact names; empty without one
 */
public record Fact(String label, String text, String href, Optional<Moment> time) {

    static Fact of(String label, String text) {
        return new Fact(label, text, "", Optional.empty());
    }

    static Fact link(String label, String text, String href) {
        return new Fact(label, text, href, Optional.empty());
    }

    static Fact at(String label, Moment time) {
        return new Fact(label, "", "", Optional.of(time));
    }
}
