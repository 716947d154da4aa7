package io.slackwater.signin;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Maps the groups of an identity provider or proxy to roles.
 *
 * @param roles by group
 */
public record RoleMap(Map<String, Role> roles) {

    /** Maps each group to the role of the same name. */
    public static final String BY_NAME = "viewer=viewer,operator=operator,admin=admin";

    public RoleMap {
        roles = Map.copyOf(roles);
    }

    /**
     * Parses {@code group=role,group=role}.
     *
     * @param setting the name of the setting, for messages
     * @throws IllegalArgumentException the text is invalid; the message names setting, value and remedy
     */
    public static RoleMap parse(String setting, String text) {
        Map<String, Role> roles = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            int equals = pair.lastIndexOf('=');
            String group = pair.substring(0, Math.max(0, equals)).strip();
            Optional<Role> role = Role.of(pair.substring(equals + 1).strip());
            if (group.isEmpty() || role.isEmpty()) {
                throw new IllegalArgumentException(
                        "%s has \"%s\", which is not group=role; roles are %s, for example backup-admins=admin,staff=viewer"
                                .formatted(setting, pair.strip(), Role.WORDS));
            }
            roles.put(group, role.get());
        }
        return new RoleMap(roles);
    }

    /** Returns the highest role of the groups; empty when no group has a role. */
    public Optional<Role> of(Collection<String> groups) {
        return groups.stream().map(roles::get).filter(Objects::nonNull).max(Comparator.naturalOrder());
    }
}
