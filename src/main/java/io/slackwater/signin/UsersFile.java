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
 * The file of users, {@code name:role:bcrypt} a line; read again when it changed. A line that is wrong lets nobody in and is
 * reported, the others count. A file that others can write counts as empty. Safe for use by several threads.
 */
public final class UsersFile {

    private final Path file;
    private final Reread<Map<String, User>> users;

    public UsersFile(Path file) {
        this.file = file;
        this.users = new Reread<>(file, "the users file", true, Map.of(), this::parse);
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /** The user of that name as the file is now. */
    public Optional<User> find(String name) {
        return Optional.ofNullable(users.value().get(name));
    }

    /** All users, in the order of the file. */
    public Collection<User> all() {
        return users.value().values();
    }

    /** What is wrong with the file, naming line and remedy. */
    public List<String> problems() {
        return users.problems();
    }

    /**
     * Makes the user, or gives the one of that name another role and password.
     *
     * @throws IllegalArgumentException name, role or password is not allowed, or the file as it is now has problems
     */
    public void put(String name, String role, String password) throws IOException {
        User.check(name, role);
        User user = new User(name, Role.of(role).orElseThrow(), Passwords.hash(password));
        Map<String, User> now = wellFormed();
        now.put(name, user);
        write(now.values());
    }

    /** Removes the user; false when there is none of that name. */
    public boolean remove(String name) throws IOException {
        Map<String, User> now = wellFormed();
        if (now.remove(name) == null) {
            return false;
        }
        write(now.values());
        return true;
    }

    /** What would be lost by writing a file that was understood in part only must be mended by hand first. */
    private Map<String, User> wellFormed() throws IOException {
        if (!Files.exists(file)) {
            return new LinkedHashMap<>();
        }
        Reread.Content<Map<String, User>> content = parse(Files.readString(file));
        if (!content.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", content.problems()));
        }
        return new LinkedHashMap<>(content.value());
    }

    private Reread.Content<Map<String, User>> parse(String text) {
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
                            "the user " + user.name() + " is there twice; only the first one counts");
                }
            } catch (IllegalArgumentException e) {
                problems.add("the users file " + file + ", line " + number + ": " + e.getMessage());
            }
        }
        return new Reread.Content<>(java.util.Collections.unmodifiableMap(found), List.copyOf(problems));
    }

    private void write(Collection<User> all) throws IOException {
        StringBuilder text = new StringBuilder("# name:role:bcrypt; roles: " + Role.WORDS + "\n");
        all.forEach(user -> text.append(user.line()).append('\n'));
        OwnerOnly.write(file, text.toString());
    }
}
