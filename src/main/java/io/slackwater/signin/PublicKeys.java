package io.slackwater.signin;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jws.AlgorithmIdentifiers;

/** Reads public keys from PEM files. */
final class PublicKeys {

    private static final Pattern PEM = Pattern.compile("-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----");
    private static final int LEAST_RSA_BITS = 2048;

    private PublicKeys() {}

    /**
     * Parses a public key.
     *
     * @throws IllegalArgumentException the text has no usable key; the message names the accepted keys
     */
    static PublicKey parse(String text) {
        return Optional.of(PEM.matcher(text))
                .filter(Matcher::find)
                .flatMap(found -> publicKey(found.group(1)))
                .filter(key ->
                        !(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() >= LEAST_RSA_BITS)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "has no usable key; it must be a PEM file with a PUBLIC KEY: RSA of 2048 bits or more, EC, or Ed25519"));
    }

    /** Returns the signature algorithms that fit the key. */
    static String[] algorithms(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" ->
                new String[] {
                    AlgorithmIdentifiers.RSA_USING_SHA256,
                    AlgorithmIdentifiers.RSA_USING_SHA384,
                    AlgorithmIdentifiers.RSA_USING_SHA512,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA512
                };
            case "EC" ->
                new String[] {
                    AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                    AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
                    AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512
                };
            default -> new String[] {AlgorithmIdentifiers.EDDSA};
        };
    }

    private static Optional<PublicKey> publicKey(String base64) {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                byte[] der = Base64.getMimeDecoder().decode(base64);
                return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // The key does not name its algorithm, so the next one is tried.
                continue;
            }
        }
        return Optional.empty();
    }
}
