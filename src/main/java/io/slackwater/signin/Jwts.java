package io.slackwater.signin;

import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JWTs with the public key of an identity provider. Accepts only algorithms that fit the key, so a token
 * cannot choose a weaker algorithm or none. Refuses a token without expiry. Reads a changed key file again.
 */
public final class Jwts {

    private static final int SKEW_SECONDS = 30;

    private static final Map<Integer, String> REASONS = Map.of(
            ErrorCodes.EXPIRED, "expired",
            ErrorCodes.EXPIRATION_MISSING, "without exp",
            ErrorCodes.NOT_YET_VALID, "not valid yet",
            ErrorCodes.ISSUER_INVALID, "wrong issuer",
            ErrorCodes.ISSUER_MISSING, "wrong issuer",
            ErrorCodes.AUDIENCE_INVALID, "wrong audience",
            ErrorCodes.AUDIENCE_MISSING, "wrong audience",
            ErrorCodes.SIGNATURE_INVALID, "wrong signature");

    /**
     * The requirements for a token.
     *
     * @param issuer the required issuer; when empty, every issuer is accepted
     * @param audience the required audience; when empty, every audience is accepted
     * @param nameClaim the claim with the user's name
     * @param rolesClaim the claim with the groups: a list, or words separated by blanks. A dot in its name leads into
     *     an object
     */
    public record JwtSettings(
            Optional<String> issuer, Optional<String> audience, String nameClaim, String rolesClaim, RoleMap roles) {}

    public sealed interface Result {
        record Good(SignedIn who) implements Result {}

        /** @param reason for the log; contains no part of the token */
        record Bad(String reason) implements Result {}
    }

    private final WatchedFile<Optional<PublicKey>> key;
    private final JwtSettings settings;
    private final Clock clock;

    public Jwts(Path keyFile, JwtSettings settings, Clock clock) {
        this.key = new WatchedFile<>(
                keyFile,
                "the public key",
                false,
                Optional.empty(),
                text -> WatchedFile.Content.good(Optional.of(PublicKeys.parse(text))));
        this.settings = settings;
        this.clock = clock;
    }

    /** Returns the problems of the key file. A missing file is a problem too. */
    public List<String> problems() {
        List<String> problems = key.problems();
        return problems.isEmpty() && key.value().isEmpty()
                ? List.of(
                        "the public key for JWTs is missing; create the file that slackwater.signin.jwt.public-key-file names, or remove that setting")
                : problems;
    }

    /** Verifies the signature, expiry, issuer, audience and name of a token. */
    public Result check(String token) {
        Optional<PublicKey> verifier = key.value();
        if (verifier.isEmpty()) {
            return new Result.Bad("no public key");
        }
        JwtConsumerBuilder consumer = new JwtConsumerBuilder()
                .setVerificationKey(verifier.get())
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT, PublicKeys.algorithms(verifier.get()))
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()));
        settings.issuer().ifPresent(consumer::setExpectedIssuer);
        settings.audience().ifPresentOrElse(consumer::setExpectedAudience, consumer::setSkipDefaultAudienceValidation);
        try {
            return read(consumer.build().processToClaims(token));
        } catch (InvalidJwtException e) {
            return new Result.Bad(reason(e));
        }
    }

    private Result read(JwtClaims claims) {
        if (!(claims.getClaimValue(settings.nameClaim()) instanceof String name) || !SignedIn.presentable(name)) {
            return new Result.Bad("no usable claim " + settings.nameClaim());
        }
        List<String> groups = groups(claim(claims.getClaimsMap(), settings.rolesClaim()));
        return new Result.Good(new SignedIn(name, settings.roles().of(groups), AuthenticationMethod.JWT));
    }

    /**
     * Returns the value of a claim. The whole path is tried as a name first, because a claim's name may contain dots.
     */
    private static @Nullable Object claim(Map<?, ?> claims, String path) {
        Object whole = claims.get(path);
        int dot = path.indexOf('.');
        if (whole != null || dot < 0) {
            return whole;
        }
        return claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? claim(inner, path.substring(dot + 1))
                : null;
    }

    private static List<String> groups(@Nullable Object claim) {
        return switch (claim) {
            case String words -> Arrays.asList(words.split("[ ,]+"));
            case Collection<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }

    private static String reason(InvalidJwtException e) {
        return e.getErrorDetails().stream()
                .map(error -> REASONS.get(error.getErrorCode()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("not a token that is accepted");
    }
}
