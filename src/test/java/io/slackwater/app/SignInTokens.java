package io.slackwater.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;

/** Tokens as an identity provider makes them, for the application that runs. */
final class SignInTokens {

    private SignInTokens() {}

    /** @param minutes until the token expires; negative for an expired token */
    static String bearer(List<String> roles, float minutes) throws Exception {
        JwtClaims claims = new JwtClaims();
        claims.setSubject("jwt-user");
        claims.setAudience("slackwater");
        claims.setExpirationTimeMinutesInTheFuture(minutes);
        claims.setClaim("roles", roles);
        // Read here: the applications of other tests would need an injected field too.
        String keyFile = ConfigProvider.getConfig().getValue("slackwater.signin.jwt.public-key-file", String.class);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue("RS256");
        signature.setKey(KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Files.readAllBytes(Path.of(keyFile).resolveSibling(SignInResource.PRIVATE_KEY)))));
        return "Bearer " + signature.getCompactSerialization();
    }
}
