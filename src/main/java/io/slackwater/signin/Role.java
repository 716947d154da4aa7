package io.slackwater.signin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The roles; each includes the rights of the roles before it. */
public enum Role {
    /** Sees everything but secrets. */
    VIEWER,
    /** Runs, cancels, acknowledges, and restores datasets without passwords into new places. */
    OPERATOR,
    /** Everything, also Backrest's page, whose users can run commands next to the keys. */
    ADMIN;

    /** All words, for messages. */
    public static final String WORDS = Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "));

    /** The word in files, claims and annotations. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this role includes the other. */
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The words of this role and of the roles that it includes. */
    public Set<String> words() {
        return Arrays.stream(values()).filter(this::covers).map(Role::word).collect(Collectors.toUnmodifiableSet());
    }

    /** The role of a word as it is written in files; empty when none matches. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
