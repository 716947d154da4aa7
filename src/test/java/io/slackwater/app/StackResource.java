package io.slackwater.app;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.slackwater.repository.PreparedRepositories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A small real stack, and a directory for the application that runs in this test. */
public class StackResource implements QuarkusTestResourceLifecycleManager {

    static final String PROJECT = "swapi";

    @Override
    public Map<String, String> start() {
        try {
            Stack.remove(PROJECT);
            Stack.postgres(PROJECT, "db");
            Stack.volume(PROJECT, "files");
            Path directory = Files.createTempDirectory("sw-it-api");
            Files.createDirectories(directory.resolve("repos"));
            PreparedRepositories.copy("critical", directory.resolve("repos/critical"), directory.resolve("secrets"));
            Files.writeString(
                    directory.resolve("policy.yml"),
                    AppHarness.policy(directory, PROJECT, "limits: { attempts: 1, minFreeMiB: 1 }")
                            // Its start removes the helper containers of its instance; other classes run beside it.
                            .replace("instance: it-stack", "instance: it-api"));
            Map<String, String> config = new HashMap<>(Map.of(
                    "slackwater.policy-file", directory.resolve("policy.yml").toString(),
                    "slackwater.data", directory.resolve("data").toString(),
                    "slackwater.secrets", directory.resolve("secrets").toString(),
                    "slackwater.cache", directory.resolve("cache").toString(),
                    "slackwater.restic",
                            Optional.ofNullable(System.getenv("SLACKWATER_RESTIC"))
                                    .orElse("restic"),
                    "slackwater.helper-image",
                            Optional.ofNullable(System.getenv("SLACKWATER_IMAGE"))
                                    .orElse("slackwater/slackwater:0.1.0"),
                    "slackwater.internal-host", "127.0.0.1",
                    "slackwater.internal-port", Integer.toString(AppHarness.freePort()),
                    "slackwater.tick", "2s"));
            config.put("slackwater.stack-dir", directory.toString());
            AppHarness.restores(directory);
            // Lets a test send requests with another role.
            config.putAll(SignInResource.identityProvider(directory));
            return config;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the stack of the tests cannot be set up", e);
        }
    }

    @Override
    public void stop() {
        Stack.remove(PROJECT);
    }
}
