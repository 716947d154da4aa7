package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
    private static final KeyPair RSA = pair("RSA", 2048);
    private static final KeyPair OTHER = pair("RSA", 2048);

    @TempDir
    Path directory = Path.of("");

    private final TestClock clock = new TestClock(NOW);

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Path keyFile(PublicKey key) throws Exception {
        return Files.writeString(directory.resolve("jwt.pem"), pem(key));
    }

    static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static Jwts.JwtSettings settings(Optional<String> issuer, Optional<String> audience, String roles) {
        return new Jwts.JwtSettings(issuer, audience, "sub", roles, RoleMap.parse("roles", RoleMap.BY_NAME));
    }

    private Jwts jwts(PublicKey key) throws Exception {
        return new Jwts(keyFile(key), settings(Optional.empty(), Optional.empty(), "roles"), clock);
    }

    private static JwtClaims claims() {
        JwtClaims claims = new JwtClaims();
        claims.setSubject("ann");
        claims.setExpirationTime(NumericDate.fromSeconds(NOW.plusSeconds(600).getEpochSecond()));
        claims.setClaim("roles", List.of("staff", "operator", "viewer"));
        return claims;
    }

    private static String signed(JwtClaims claims, String algorithm, java.security.Key key) throws Exception {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setDoKeyValidation(false);
        if (!algorithm.equals("none")) {
            signature.setKey(key);
        }
        return signature.getCompactSerialization();
    }

    private static String signed(JwtClaims claims) throws Exception {
        return signed(claims, AlgorithmIdentifiers.RSA_USING_SHA256, RSA.getPrivate());
    }

    private static void assertBad(Jwts.Result result, String reason) {
        assertThat(result).isEqualTo(new Jwts.Result.Bad(reason));
    }

    @Test
    void aSignedTokenNamesItsUserAndTheHighestRole() throws Exception {
        assertThat(jwts(RSA.getPublic()).check(signed(claims())))
                .isEqualTo(new Jwts.Result.Good(
                        new SignedIn("ann", Optional.of(Role.OPERATOR), AuthenticationMethod.JWT)));
    }

    @Test
    void keysOfAllTypesVerifyTheirSignatures() throws Exception {
        KeyPair ec = pair("EC", 256);
        KeyPair ed = pair("Ed25519", 0);
        Map<String, KeyPair> kinds = Map.of("RS512", RSA, "PS256", RSA, "ES256", ec, "EdDSA", ed);
        for (var kind : kinds.entrySet()) {
            assertThat(jwts(kind.getValue().getPublic())
                            .check(signed(
                                    claims(), kind.getKey(), kind.getValue().getPrivate())))
                    .as(kind.getKey())
                    .isInstanceOf(Jwts.Result.Good.class);
        }
    }

    @Test
    void aTokenSignedByAnotherKeyIsRefused() throws Exception {
        assertBad(jwts(RSA.getPublic()).check(signed(claims(), "RS256", OTHER.getPrivate())), "wrong signature");
        String token = signed(claims());
        String changed = token.split("\\.")[0] + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8)
                                        .replace("\"operator\"", "\"admin\"")
                                        .getBytes(StandardCharsets.UTF_8))
                + "." + token.split("\\.")[2];
        assertBad(jwts(RSA.getPublic()).check(changed), "wrong signature");
    }

    @Test
    void aTokenCannotChooseAWeakerAlgorithm() throws Exception {
        Jwts jwts = jwts(RSA.getPublic());
        assertThat(jwts.check(signed(claims(), "none", RSA.getPrivate()))).isInstanceOf(Jwts.Result.Bad.class);
        for (byte[] publicBytes :
                List.of(RSA.getPublic().getEncoded(), pem(RSA.getPublic()).getBytes(StandardCharsets.US_ASCII))) {
            assertThat(jwts.check(signed(claims(), "HS256", new HmacKey(publicBytes))))
                    .as("the public key used as a password")
                    .isInstanceOf(Jwts.Result.Bad.class);
        }
    }

    @Test
    void aTokenNeedsAnExpiryAndIsRefusedAfterwards() throws Exception {
        Jwts jwts = jwts(RSA.getPublic());
        JwtClaims endless = claims();
        endless.unsetClaim("exp");
        assertBad(jwts.check(signed(endless)), "without exp");
        String token = signed(claims());
        clock.set(NOW.plusSeconds(600 + 29));
        assertThat(jwts.check(token)).isInstanceOf(Jwts.Result.Good.class);
        clock.set(NOW.plusSeconds(600 + 31));
        assertBad(jwts.check(token), "expired");
    }

    @Test
    void aTokenFromTheFutureIsRefused() throws Exception {
        JwtClaims later = claims();
        later.setNotBefore(NumericDate.fromSeconds(NOW.plusSeconds(120).getEpochSecond()));
        assertBad(jwts(RSA.getPublic()).check(signed(later)), "not valid yet");
    }

    @Test
    void issuerAndAudienceAreCheckedWhenTheyAreSet() throws Exception {
        Jwts jwts = new Jwts(
                keyFile(RSA.getPublic()),
                settings(Optional.of("https://id.example"), Optional.of("slackwater"), "roles"),
                clock);
        JwtClaims right = claims();
        right.setIssuer("https://id.example");
        right.setAudience("other", "slackwater");
        assertThat(jwts.check(signed(right))).isInstanceOf(Jwts.Result.Good.class);
        right.setIssuer("https://id.example.org");
        assertBad(jwts.check(signed(right)), "wrong issuer");
        right.setIssuer("https://id.example");
        right.setAudience("other");
        assertBad(jwts.check(signed(right)), "wrong audience");
        right.unsetClaim("aud");
        assertBad(jwts.check(signed(right)), "wrong audience");
        right.unsetClaim("iss");
        right.setAudience("slackwater");
        assertBad(jwts.check(signed(right)), "wrong issuer");
    }

    @Test
    void rolesAreFoundInListsStringsAndNestedObjects() throws Exception {
        JwtClaims claims = claims();
        claims.setClaim("realm_access", Map.of("roles", List.of("admin")));
        claims.setClaim("scope", "openid viewer");
        claims.setClaim("https://example.org/roles", "operator");
        for (var expected : Map.of(
                        "realm_access.roles", Role.ADMIN,
                        "scope", Role.VIEWER,
                        "https://example.org/roles", Role.OPERATOR)
                .entrySet()) {
            Jwts jwts = new Jwts(
                    keyFile(RSA.getPublic()), settings(Optional.empty(), Optional.empty(), expected.getKey()), clock);
            assertThat(jwts.check(signed(claims)))
                    .isEqualTo(new Jwts.Result.Good(
                            new SignedIn("ann", Optional.of(expected.getValue()), AuthenticationMethod.JWT)));
        }
    }

    @Test
    void aUserWithoutAKnownRoleHasNoRights() throws Exception {
        JwtClaims claims = claims();
        for (Object roles : new Object[] {List.of("staff", 7), "", 3, Map.of()}) {
            claims.setClaim("roles", roles);
            assertThat(jwts(RSA.getPublic()).check(signed(claims)))
                    .isEqualTo(new Jwts.Result.Good(new SignedIn("ann", Optional.empty(), AuthenticationMethod.JWT)));
        }
    }

    @Test
    void anUnprintableNameIsRefused() throws Exception {
        for (String name : new String[] {"", " ", "a\r\nX-Slackwater-Role: admin", "ä", "x".repeat(129)}) {
            JwtClaims claims = claims();
            claims.setSubject(name);
            assertBad(jwts(RSA.getPublic()).check(signed(claims)), "no usable claim sub");
        }
    }

    @Test
    void malformedTokensAreRefused() throws Exception {
        Jwts jwts = jwts(RSA.getPublic());
        for (String text : new String[] {"", "..", "a.b.c", "é.é.é", "a".repeat(5000) + ".b.c"}) {
            assertThat(jwts.check(text)).as(text).isInstanceOf(Jwts.Result.Bad.class);
        }
    }

    @Test
    void aNewKeyInTheFileIsUsedAtOnce() throws Exception {
        Jwts jwts = jwts(OTHER.getPublic());
        assertBad(jwts.check(signed(claims())), "wrong signature");
        keyFile(RSA.getPublic());
        assertThat(jwts.check(signed(claims()))).isInstanceOf(Jwts.Result.Good.class);
    }

    @Test
    void anInvalidKeyIsReportedAndRefusesAllTokens() throws Exception {
        for (String text : new String[] {
            "nothing",
            pem(pair("RSA", 1024).getPublic()),
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
        }) {
            Jwts jwts = jwts(RSA.getPublic());
            Files.writeString(directory.resolve("jwt.pem"), text);
            assertThat(jwts.check(signed(claims()))).isEqualTo(new Jwts.Result.Bad("no public key"));
            assertThat(jwts.problems()).singleElement().asString().contains("jwt.pem", "2048");
        }
        Jwts none = jwts(RSA.getPublic());
        Files.delete(directory.resolve("jwt.pem"));
        assertThat(none.problems()).singleElement().asString().contains("is missing");
    }
}
