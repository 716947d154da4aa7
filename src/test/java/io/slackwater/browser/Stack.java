package io.slackwater.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The running stack of the quickstart.
 *
 * @param door its address through Nginx
 * @param project its project of Compose, which begins the names of its containers
 * @param directory the directory of its compose file and its policy
 * @param adminPassword the file with the password of the user admin
 */
record Stack(String door, String project, Path directory, Path adminPassword) {

    static Stack running() {
        return new Stack(
                setting("SLACKWATER_DOOR"),
                setting("SLACKWATER_PROJECT"),
                Path.of(setting("SLACKWATER_STACK")),
                Path.of(setting("SLACKWATER_ADMIN_PASSWORD_FILE")));
    }

    private static String setting(String name) {
        return Optional.<@Nullable String>ofNullable(System.getenv(name))
                .orElseThrow(() -> new IllegalStateException(name + " is not set; scripts/lib/browser.sh sets it"));
    }

    /** The tests of the door add the users viewer and operator. */
    String password(String user) {
        if (!user.equals("admin")) {
            return "a password of " + user;
        }
        try {
            return Files.readString(adminPassword).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String container(String service) {
        return project + "-" + service + "-1";
    }

    /** Runs Docker's client, and returns what it says. */
    static String docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
            return said.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
