package io.slackwater.alert;

/** What the remedies of several sources name. */
final class Remedies {

    /** The script of a stack's directory. Its commands can be copied and run in order. */
    static final String TOOL = "scripts/backrest-management.sh";

    private Remedies() {}
}
