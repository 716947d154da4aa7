package io.slackwater.ui;

import java.util.List;

/**
 * The policy in force as the page shows it, without secrets.
 *
 * @param rejected whether the file has a change that is not in force
 */
public record PolicyView(boolean rejected, Search search, List<Group> groups) {

    /**
     * The keys of one section of the file.
     *
     * @param name empty for the keys that stand alone
     */
    public record Group(String name, List<Line> lines) {}

    /**
     * A key with its value.
     *
     * @param secret whether the value is hidden
     */
    public record Line(String key, String value, boolean secret) {}
}
