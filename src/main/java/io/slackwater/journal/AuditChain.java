package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;

/** What a verification of the audit log's hash chain found. */
public sealed interface AuditChain {

    /**
     * No entry was changed, removed or inserted.
     *
     * @param entries the number of entries
     */
    record Intact(long entries) implements AuditChain {}

    /**
     * The chain is broken. Nothing is known about the entries from here on.
     *
     * @param seq the first entry that is wrong
     * @param at the time of that entry, or of the nearest entry that exists
     */
    record Broken(long seq, Optional<Instant> at, Break how) implements AuditChain {}

    /** How a chain is broken. */
    enum Break {
        /** The entry, or the entry before it, has other content than when it was written. */
        CHANGED("this entry or the entry before it was changed after it was written"),
        /** The entry is missing, and later entries exist. */
        MISSING("this entry is missing"),
        /** The entry and all later entries are missing. */
        CUT("this entry and all later entries are missing"),
        /** The entry was inserted by another program. */
        INSERTED("another program inserted this entry");

        private final String words;

        Break(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }
}
