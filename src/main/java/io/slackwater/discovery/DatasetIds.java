package io.slackwater.discovery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Makes ids of {@code [a-z0-9-]} out of names. Deterministic: the same names give the same id, whatever else exists and whichever
 * is seen first; different names give different ids.
 */
final class DatasetIds {

    private DatasetIds() {}

    /** Joins the names with {@code -}; a hash of the exact names is added whenever the result does not tell them apart. */
    static String of(String... names) {
        StringBuilder id = new StringBuilder();
        boolean lossy = false;
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            String safe =
                    name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
            // Inside the last name a dash cannot be taken for a separator; in an earlier one it could.
            lossy |= !safe.equals(name) || safe.isEmpty() || (i < names.length - 1 && name.contains("-"));
            if (!safe.isEmpty()) {
                id.append(id.isEmpty() ? "" : "-").append(safe);
            }
        }
        return lossy ? id + (id.isEmpty() ? "" : "-") + hash(names) : id.toString();
    }

    private static String hash(String... names) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String name : names) {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
