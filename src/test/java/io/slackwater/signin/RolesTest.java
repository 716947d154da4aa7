package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolesTest {

    @Test
    void everyRoleIncludesTheLowerRoles() {
        assertThat(Role.ADMIN.words()).containsExactlyInAnyOrder("admin", "operator", "viewer");
        assertThat(Role.OPERATOR.words()).containsExactlyInAnyOrder("operator", "viewer");
        assertThat(Role.VIEWER.words()).containsExactly("viewer");
        assertThat(Role.of("admin")).contains(Role.ADMIN);
        assertThat(Role.of("Admin")).isEmpty();
    }

    @Test
    void aUserWithoutARoleHasNoRights() {
        SignedIn known = new SignedIn("bob", Optional.empty(), AuthenticationMethod.PROXY);
        assertThat(known.may(Role.VIEWER)).isFalse();
        assertThat(new SignedIn("bob", Optional.of(Role.OPERATOR), AuthenticationMethod.PROXY).may(Role.OPERATOR))
                .isTrue();
        assertThat(new SignedIn("bob", Optional.of(Role.OPERATOR), AuthenticationMethod.PROXY).may(Role.ADMIN))
                .isFalse();
    }

    @Test
    void theHighestRoleOfTheGroupsCounts() {
        RoleMap map = RoleMap.parse("setting", "staff = viewer, cn=backup=operator ,admins=admin");
        assertThat(map.of(List.of("staff", "cn=backup", "x"))).contains(Role.OPERATOR);
        assertThat(map.of(List.of("Admins", "admin"))).isEmpty();
        assertThat(map.of(List.of())).isEmpty();
    }

    @Test
    void anInvalidRoleMapIsReportedWithPositionAndAllowedRoles() {
        for (String text : new String[] {"", "admins", "=admin", "admins=root", "a=admin,,b=viewer"}) {
            assertThatThrownBy(() -> RoleMap.parse("slackwater.signin.proxy.roles", text))
                    .as(text)
                    .hasMessageContaining("slackwater.signin.proxy.roles")
                    .hasMessageContaining("viewer, operator, admin");
        }
    }
}
