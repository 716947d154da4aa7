package io.slackwater.api;

import io.slackwater.signin.RoleMap;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The settings of the sign-in. The environment sets them too: {@code SLACKWATER_SIGNIN_IDLE} for {@code idle}. */
@ConfigMapping(prefix = "slackwater.signin")
public interface SignInConfig {

    /** The file of users; {@code users} in the directory of secrets when empty. */
    Optional<String> usersFile();

    /** How long a session lasts without a request. */
    @WithDefault("1h")
    Duration idle();

    /** How long a session lasts at most. */
    @WithDefault("12h")
    Duration absolute();

    /** More failed authentications than this in ten minutes are an alarm. */
    @WithDefault("20")
    int failures();

    /** The reverse proxy in front. */
    Proxy proxy();

    /** Signed tokens of another issuer. */
    Jwt jwt();

    /** Names that an authentication service in front of the proxy has checked. */
    interface Proxy {

        /** The file with the proxy's secret; {@code proxy.secret} in the directory of secrets when empty. */
        Optional<String> secretFile();

        /** Whether forwarded names count; never without the secret. */
        @WithDefault("false")
        boolean forwardAuth();

        @WithDefault("Remote-User")
        String userHeader();

        @WithDefault("Remote-Groups")
        String groupsHeader();

        /** Which group has which role: {@code group=role,group=role}. */
        @WithDefault(RoleMap.BY_NAME)
        String roles();
    }

    /** The requirements for a token. */
    interface Jwt {

        /** The PEM file with the public key; when empty, tokens are refused. */
        Optional<String> publicKeyFile();

        /** Must be the token's {@code iss}, when set. */
        Optional<String> issuer();

        /** Must be among the token's {@code aud}, when set. */
        Optional<String> audience();

        @WithDefault("sub")
        String nameClaim();

        /** Dots lead into objects: {@code realm_access.roles}. */
        @WithDefault("roles")
        String rolesClaim();

        /** Which value of that claim has which role: {@code value=role,value=role}. */
        @WithDefault(RoleMap.BY_NAME)
        String roles();
    }
}
