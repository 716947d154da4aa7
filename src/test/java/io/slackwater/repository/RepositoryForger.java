package io.slackwater.repository;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes snapshot and lock files into a local repository without restic, thousands a second. The format is AES-256-CTR
 * with Poly1305-AES (restic documentation, "Design", "Keys, Encryption and MAC"). A file's name is the SHA-256 of its
 * bytes, and JSON may stay uncompressed.
 */
public final class RepositoryForger {

    private static final BigInteger PRIME = BigInteger.TWO.pow(130).subtract(BigInteger.valueOf(5));

    private final Path repository;
    private final SecretKeySpec encrypt;
    private final SecretKeySpec macKey;
    private final BigInteger r;
    private final SecureRandom random = new SecureRandom();

    /** @param masterKey the output of {@code restic cat masterkey} */
    public RepositoryForger(Path repository, String masterKey) throws IOException {
        this(repository, ResticLines.JSON.readTree(masterKey));
    }

    private RepositoryForger(Path repository, JsonNode key) {
        this(
                repository,
                bytes(key.path("encrypt")),
                bytes(key.path("mac").path("k")),
                bytes(key.path("mac").path("r")));
    }

    private RepositoryForger(Path repository, byte[] encrypt, byte[] mac, byte[] clamped) {
        this.repository = repository;
        this.encrypt = new SecretKeySpec(encrypt, "AES");
        macKey = new SecretKeySpec(mac, "AES");
        for (int i = 3; i < 16; i += 4) {
            clamped[i] &= 15;
        }
        for (int i = 4; i < 16; i += 4) {
            clamped[i] &= (byte) 252;
        }
        r = littleEndian(clamped);
    }

    private static byte[] bytes(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asText());
    }

    /**
     * Uses a key that was derived from a password. The key has 32 bytes for AES, then the MAC's k and r of 16 bytes
     * each.
     */
    static RepositoryForger derived(Path repository, byte[] key) {
        return new RepositoryForger(
                repository, Arrays.copyOf(key, 32), Arrays.copyOfRange(key, 32, 48), Arrays.copyOfRange(key, 48, 64));
    }

    /** Writes a file of the given directory ({@code snapshots}, {@code locks}) and returns its id. */
    public String write(String directory, String json) throws IOException {
        return writeRaw(directory, seal(json));
    }

    /** Writes bytes as they are, under their own name. */
    String writeRaw(String directory, byte[] file) throws IOException {
        try {
            String id = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(file));
            Files.write(repository.resolve(directory).resolve(id), file);
            return id;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] seal(String json) {
        try {
            byte[] iv = new byte[16];
            random.nextBytes(iv);
            Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, encrypt, new IvParameterSpec(iv));
            byte[] sealed = aes.doFinal(json.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(32 + sealed.length)
                    .put(iv)
                    .put(sealed)
                    .put(mac(iv, sealed))
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] mac(byte[] nonce, byte[] message) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, macKey);
        BigInteger sum = BigInteger.ZERO;
        for (int from = 0; from < message.length; from += 16) {
            byte[] block = Arrays.copyOfRange(message, from, Math.min(message.length, from + 16));
            BigInteger number = littleEndian(block).setBit(8 * block.length);
            sum = sum.add(number).multiply(r).mod(PRIME);
        }
        sum = sum.add(littleEndian(aes.doFinal(nonce)));
        byte[] tag = new byte[16];
        for (int i = 0; i < 16; i++) {
            tag[i] = sum.shiftRight(8 * i).byteValue();
        }
        return tag;
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }
}
