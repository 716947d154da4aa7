package io.slackwater.app;

import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.repository.FileError;
import io.slackwater.signin.Passwords;
import io.slackwater.signin.Role;
import io.slackwater.signin.UsersFile;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * The commands {@code users add NAME ROLE}, {@code users remove NAME}, {@code users list} and {@code users hash}, which
 * manage the users file. A password is read from the terminal without echo, or from the first line of stdin. It is
 * never an argument, because other users of the host could see it.
 */
record UsersCommand(UsersFile users, InputStream in, PrintStream out, PrintStream err, Path journal) {

    static final String USAGE = "users add NAME ROLE, users remove NAME, users list, users hash";

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 3;

    /** Creates the command for the users file that the settings name. */
    static UsersCommand of(Settings settings) {
        return new UsersCommand(
                new UsersFile(settings.usersFile()), System.in, System.out, System.err, settings.journal());
    }

    /**
     * Records the change in the audit log. An unwritable journal must not prevent the sign-in of the user who repairs
     * it.
     */
    private void audit(String action, String user, String detail) {
        try (Journal opened = Journal.open(journal, Clock.systemUTC())) {
            opened.audit().append("console", action, user, detail);
        } catch (JournalException e) {
            err.println("slackwater: done, but the audit log lacks it: " + e.getMessage());
        }
    }

    /** Runs the command and returns the exit code: 0 done, 1 failed, 3 wrong usage. */
    int run(List<String> arguments) {
        try {
            return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
                case "add" -> arguments.size() == 3 ? add(arguments.get(1), arguments.get(2)) : usage();
                case "remove" -> arguments.size() == 2 ? remove(arguments.get(1)) : usage();
                case "list" -> arguments.size() == 1 ? list() : usage();
                case "hash" -> arguments.size() == 1 ? hash() : usage();
                default -> usage();
            };
        } catch (IllegalArgumentException e) {
            err.println("slackwater: " + e.getMessage());
        } catch (IOException e) {
            err.println("slackwater: " + users.path() + " cannot be read or written: " + FileError.reason(e)
                    + "; its directory must exist and be writable");
        }
        return FAILED;
    }

    private int add(String name, String role) throws IOException {
        users.check(name, role);
        users.put(name, role, password());
        audit("users add", name, role);
        err.println("user " + name + " has the role " + role + " in " + users.path());
        return 0;
    }

    private int remove(String name) throws IOException {
        if (users.remove(name)) {
            audit("users remove", name, "");
            return 0;
        }
        err.println("slackwater: there is no user " + name + " in " + users.path()
                + "; the command users list shows all users");
        return FAILED;
    }

    private int list() {
        users.all().forEach(user -> out.println(user.name() + " " + user.role().word()));
        users.problems().forEach(problem -> err.println("slackwater: " + problem));
        return users.problems().isEmpty() ? 0 : FAILED;
    }

    private int hash() throws IOException {
        out.println(Passwords.hash(password()));
        return 0;
    }

    private String password() throws IOException {
        Console console = System.console();
        if (in == System.in && console != null && console.isTerminal()) {
            char[] typed = console.readPassword("Password: ");
            char[] again = console.readPassword("Again: ");
            if (typed == null || !java.util.Arrays.equals(typed, again)) {
                throw new IllegalArgumentException("the two passwords are not the same; try again");
            }
            return new String(typed);
        }
        String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IllegalArgumentException("there is no password on stdin; write it to the first line");
        }
        return line;
    }

    private int usage() {
        err.println("slackwater: usage: " + USAGE + "; roles: " + Role.WORDS);
        return WRONG_USAGE;
    }
}
