package io.slackwater.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * Replaces the key file of a local repository by a file for the same password with a cheap derivation. restic takes
 * scrypt's cost from the key file (restic documentation, "Design", "Keys, Encryption and MAC"). This saves half a
 * second of CPU in each of hundreds of restic processes.
 */
public final class CheapKey {

    private CheapKey() {}

    /** @param keyFile the password, as the sidecar keeps it */
    public static void replaceIn(Path repository, Path keyFile) throws IOException {
        replaceIn(repository, keyFile, keyFile);
    }

    /** @param opens the password that opens it from now on, instead of the one in {@code keyFile} */
    static void replaceIn(Path repository, Path keyFile, Path opens) throws IOException {
        String master = ResticWorld.stdout(repository, keyFile, "cat", "masterkey");
        byte[] salt = new byte[64];
        new SecureRandom().nextBytes(salt);
        byte[] password = Files.readString(opens).strip().getBytes(StandardCharsets.UTF_8);
        RepositoryForger key = RepositoryForger.derived(repository, SCrypt.generate(password, salt, 2, 8, 1, 64));
        Base64.Encoder base64 = Base64.getEncoder();
        String file = """
                {"created":"2026-01-01T00:00:00Z","username":"root","hostname":"test","kdf":"scrypt","N":2,"r":8,"p":1,\
                "salt":"%s","data":"%s"}""".formatted(base64.encodeToString(salt), base64.encodeToString(key.seal(master)));
        String id = key.writeRaw("keys", file.getBytes(StandardCharsets.UTF_8));
        try (DirectoryStream<Path> keys = Files.newDirectoryStream(repository.resolve("keys"))) {
            for (Path other : keys) {
                if (!other.endsWith(id)) {
                    Files.delete(other);
                }
            }
        }
    }
}
