package io.slackwater.signin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The users of a file with one line {@code name:role:bcrypt} each. A changed file is read again. An invalid line is
 * reported and ignored. A file that other users of the system can write counts as empty. Safe for use by several
 * threads.
 */
public final class UsersFile {

    private final Path file;
    private final WatchedFile<Map<String, User>> users;

    public UsersFile(Path file) {
        this.file = file;
        this.users = new WatchedFile<>(file, "the users file", true, Map.of(), this::parse);
    }

    public Path path() {
        return file;
    }

    /** Returns the user with that name. */
    public Optional<User> find(String name) {
        return Optional.ofNullable(users.value().get(name));
    }

    /** Returns all users in the order of the file. */
    public Collection<User> all() {
        return users.value().values();
    }

    /** Returns the problems of the file, each with its line and remedy. */
    public List<String> problems() {
        return users.problems();
    }

    /**
     * Adds the user, or replaces the role and password of an existing one.
     *
     * @throws IllegalArgumentException the name, role or password is invalid, or the file has problems
     */
    public void put(String name, String role, String password) throws IOException {
        User user = User.of(name, role, Passwords.hash(password));
        Map<String, User> now = wellFormed();
        now.put(name, user);
        write(now.values());
    }

    /**
     * Checks what {@link #put} needs besides the password, before a person types the password.
     *
     * @throws IllegalArgumentException the name or role is invalid, or the file has problems
     */
    public void check(String name, String role) throws IOException {
        User.of(name, role, "");
        wellFormed();
    }

    /** Removes the user. Returns false for an unknown name. */
    public boolean remove(String name) throws IOException {
        Map<String, User> now = wellFormed();
        if (now.remove(name) == null) {
            return false;
        }
        write(now.values());
        return true;
    }

    /** Returns the users. Refuses a file with problems, because writing the file again would drop its invalid lines. */
    private Map<String, User> wellFormed() throws IOException {
        if (!Files.exists(file)) {
            return new LinkedHashMap<>();
        }
        WatchedFile.Content<Map<String, User>> content = parse(Files.readString(file));
        if (!content.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", content.problems()));
        }
        return new LinkedHashMap<>(content.value());
    }

    private WatchedFile.Content<Map<String, User>> parse(String text) {
        Map<String, User> found = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                User user = User.of(line);
                if (found.putIfAbsent(user.name(), user) != null) {
                    throw new IllegalArgumentException(
                            "the user " + user.name() + " appears twice; only the first entry counts");
                }
            } catch (IllegalArgumentException e) {
                problems.add("the users file " + file + ", line " + number + ": " + e.getMessage());
            }
        }
        return new WatchedFile.Content<>(java.util.Collections.unmodifiableMap(found), List.copyOf(problems));
    }

    private void write(Collection<User> all) throws IOException {
        StringBuilder text = new StringBuilder("# name:role:bcrypt; roles: " + Role.WORDS + "\n");
        all.forEach(user -> text.append(user.line()).append('\n'));
        PrivateFile.write(file, text.toString());
    }
}
