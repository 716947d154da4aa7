package io.slackwater.signin;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jws.AlgorithmIdentifiers;

/** Public keys in PEM files. */
final class PublicKeys {

    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final int LEAST_RSA_BITS = 2048;

    private PublicKeys() {}

    /** Parses a public key or a certificate; throws an {@link IllegalArgumentException} that names the accepted keys. */
    static PublicKey parse(String text) {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw needed("is no PEM file");
        }
        PublicKey key = switch (pem.group(1)) {
            case "PUBLIC KEY" -> publicKey(decoded(pem.group(2)));
            case "CERTIFICATE" -> certificate(pem.group());
            default -> throw needed("holds a " + pem.group(1));
        };
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw needed("is an RSA key of %d bits".formatted(rsa.getModulus().bitLength()));
        }
        return key;
    }

    /** The signature algorithms of such a key. */
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

    private static byte[] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw needed("is damaged");
        }
    }

    private static PublicKey publicKey(byte[] der) {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // The key does not name its algorithm, so the next one is tried.
                continue;
            }
        }
        throw needed("is damaged, or of another kind");
    }

    private static PublicKey certificate(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .getPublicKey();
        } catch (GeneralSecurityException e) {
            throw needed("is damaged");
        }
    }

    private static IllegalArgumentException needed(String what) {
        return new IllegalArgumentException(what
                + "; needed is a PEM file with a PUBLIC KEY or CERTIFICATE: RSA of 2048 bits or more, EC, or Ed25519");
    }
}
