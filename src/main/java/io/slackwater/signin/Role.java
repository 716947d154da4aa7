package io.slackwater.signin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The roles of users. Each role includes the rights of the roles before it. */
public enum Role {
    /** Sees everything except secrets. */
    VIEWER,
    /**
     * Starts and cancels backups, acknowledges alarms, and restores into new places datasets that contain no passwords.
     */
    OPERATOR,
    /** May do everything, even on Backrest's page, which runs commands in a container with the repository keys. */
    ADMIN;

    /** All roles, separated by commas, for messages. */
    public static final String WORDS = Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "));

    /** The role's name in files, claims and annotations. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this role includes the needed role. */
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The names of this role and of all roles that it includes. */
    public Set<String> words() {
        return Arrays.stream(values()).filter(this::covers).map(Role::word).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the role of that name; empty for an unknown name. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
