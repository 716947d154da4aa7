package io.slackwater.ui;

import java.util.List;

/**
 * The deletion of a snapshot, as its page shows it.
 *
 * @param facts about the snapshot; empty once the deletion has begun
 * @param light of the box with the text
 * @param text what a deletion means, why the snapshot stays, or how the deletion goes
 * @param detail a further sentence; else empty
 * @param asks whether the page has the button that deletes
 */
public record DeletionPage(
        String dataset, String snapshot, List<Fact> facts, Light light, String text, String detail, boolean asks) {}
