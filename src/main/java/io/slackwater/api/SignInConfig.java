package io.slackwater.api;

import io.slackwater.signin.RoleMap;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of the sign-in. Environment variables set them too, for example {@code SLACKWATER_SIGNIN_IDLE} for
 * {@code idle}.
 */
@ConfigMapping(prefix = "slackwater.signin")
public interface SignInConfig {

    /** The path of the users file; when empty, {@code users} in the secrets directory. */
    Optional<String> usersFile();

    /** A session ends after this time without a request. */
    @WithDefault("1h")
    Duration idle();

    /** A session ends after this time in any case. */
    @WithDefault("12h")
    Duration absolute();

    /** An alarm is raised when more authentications than this fail within ten minutes. */
    @WithDefault("20")
    int failures();

    /** The settings of the reverse proxy in front of Slackwater. */
    Proxy proxy();

    /** The settings of signed tokens (JWT) that an identity provider issues. */
    Jwt jwt();

    /** The settings of forward-auth: an authentication service checks the user, and the proxy forwards the name. */
    interface Proxy {

        /**
         * The path of the file with the secret that the proxy sends; when empty, {@code proxy.secret} in the secrets
         * directory.
         */
        Optional<String> secretFile();

        /** Whether names that the proxy forwards are trusted. They are never trusted without the proxy's secret. */
        @WithDefault("false")
        boolean forwardAuth();

        @WithDefault("Remote-User")
        String userHeader();

        @WithDefault("Remote-Groups")
        String groupsHeader();

        /** Maps groups to roles: {@code group=role,group=role}. */
        @WithDefault(RoleMap.BY_NAME)
        String roles();
    }

    /** The requirements for a token. */
    interface Jwt {

        /** The path of the PEM file with the public key; when empty, all JWTs are refused. */
        Optional<String> publicKeyFile();

        /** The required {@code iss} of a token; when empty, every issuer is accepted. */
        Optional<String> issuer();

        /** The required entry in a token's {@code aud}; when empty, every audience is accepted. */
        Optional<String> audience();

        @WithDefault("sub")
        String nameClaim();

        /** The claim with the user's groups. A dot leads into an object: {@code realm_access.roles}. */
        @WithDefault("roles")
        String rolesClaim();

        /** Maps values of the roles claim to roles: {@code value=role,value=role}. */
        @WithDefault(RoleMap.BY_NAME)
        String roles();
    }
}
