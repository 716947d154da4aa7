package io.slackwater.discovery;

/** An environment variable that says where a container's database is. Never contains a user or password. Immutable. */
public sealed interface DatabaseVariable {

    /** The variable's name. */
    String name();

    /**
     * The variable names a database server.
     *
     * @param host a host name or address, in lower case
     * @param port the server's port, or the usual port of its product; 0 when unknown
     */
    record Server(String name, String host, int port) implements DatabaseVariable {}

    /** The variable names a database server in an unknown form, or without a host. */
    record Unclear(String name) implements DatabaseVariable {}
}
