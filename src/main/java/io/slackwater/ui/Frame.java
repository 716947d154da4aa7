package io.slackwater.ui;

import java.util.Map;

/**
 * What every page has: its language, title and navigation, and the user.
 *
 * @param t all texts of the language, by key
 * @param nav the name of the page in the navigation; empty for a page that is not in it
 * @param path the address of the page without a host
 * @param version changes with the style sheet and the script, so that browsers load the new ones
 */
public record Frame(
        Map<String, String> t, String lang, String title, String nav, String path, String version, Viewer viewer) {

    /**
     * The user of the page.
     *
     * @param operator whether the user may start runs and acknowledge alarms
     * @param session whether the user signed in with a password, and can sign out
     */
    public record Viewer(String name, String role, boolean operator, boolean admin, boolean session) {}

    /** The other language, to which the switch leads. */
    public String otherLang() {
        return lang.equals("en") ? "ru" : "en";
    }
}
