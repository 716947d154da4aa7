package io.slackwater.discovery;

/** A variable of a container that says where its database is. Never holds a user's name or a password. Immutable. */
public sealed interface DatabaseVariable {

    /** The name of the variable. */
    String name();

    /**
     * It names a database server.
     *
     * @param host a name or an address, in lower case
     * @param port the port of the server, or the usual one of its product; 0 when neither is known
     */
    record Server(String name, String host, int port) implements DatabaseVariable {}

    /** It names a database server in a form that cannot be read, or says that there is one and no variable names the host. */
    record Unclear(String name) implements DatabaseVariable {}
}
