package io.slackwater.app;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** An application without datasets, with users, a foreign key and the secret of a proxy. */
public class SignInResource implements QuarkusTestResourceLifecycleManager {

    static final String PASSWORD = "correct horse battery";
    static final String PROXY_SECRET = "0123456789abcdef0123456789abcdef";
    static final String PRIVATE_KEY = "jwt.private";

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory("sw-it-signin");
            Files.createDirectories(directory.resolve("repos"));
            Files.createDirectories(directory.resolve("secrets"));
            Path policy = Files.writeString(
                    directory.resolve("policy.yml"),
                    AppHarness.policy(directory, "sw-signin-nothing", "")
                            // Its start removes the helper containers of its instance; other classes run beside it.
                            .replace("instance: it-stack", "instance: it-signin"));
            String hash = cheapHash();
            Path usersFile = Files.writeString(
                    directory.resolve("users"),
                    "its-viewer:viewer:%1$s%nits-operator:operator:%1$s%nits-admin:admin:%1$s%n".formatted(hash));
            Path secret = Files.writeString(directory.resolve("proxy.secret"), PROXY_SECRET + "\n");
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
            Map<String, String> config = new HashMap<>(Map.ofEntries(
                    Map.entry("slackwater.policy-file", policy.toString()),
                    Map.entry("slackwater.data", directory.resolve("data").toString()),
                    Map.entry("slackwater.secrets", directory.resolve("secrets").toString()),
                    Map.entry("slackwater.cache", directory.resolve("cache").toString()),
                    Map.entry("slackwater.internal-host", "127.0.0.1"),
                    Map.entry("slackwater.internal-port", Integer.toString(AppHarness.freePort())),
                    Map.entry("slackwater.signin.users-file", usersFile.toString()),
                    Map.entry("slackwater.signin.proxy.secret-file", secret.toString()),
                    Map.entry("slackwater.signin.proxy.forward-auth", "true"),
                    Map.entry("slackwater.signin.proxy.roles", "backup-admins=admin,staff=viewer")));
            config.putAll(identityProvider(directory));
            return config;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the sign-in of the tests cannot be set up", e);
        }
    }

    /** A foreign key. {@link SignInTokens} signs tokens with its private key in the same directory. */
    static Map<String, String> identityProvider(Path directory) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Files.write(directory.resolve(PRIVATE_KEY), pair.getPrivate().getEncoded());
        Path key = Files.writeString(
                directory.resolve("jwt.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        return Map.of(
                "slackwater.signin.jwt.public-key-file",
                key.toString(),
                "slackwater.signin.jwt.audience",
                "slackwater");
    }

    /** The lowest allowed cost, because each attempt, also with an unknown name, costs as much as these hashes. */
    private static String cheapHash() {
        return new String(
                BCrypt.with(BCrypt.Version.VERSION_2B).hash(10, PASSWORD.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.US_ASCII);
    }

    @Override
    public void stop() {}
}
