package io.slackwater.signin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** Determines the client's address, for limits and logs. */
public final class ClientAddress {

    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /**
     * Returns the client's IP address, or "unknown". An IPv6 address is shortened to its /64 network, because one
     * client can use all addresses of that network.
     *
     * @param socket the address at the other end of the connection
     * @param forwardedFor the header {@code X-Forwarded-For} of a trusted proxy; the proxy itself adds the last entry
     */
    public static String of(String socket, Optional<String> forwardedFor) {
        return forwardedFor
                .map(header -> header.substring(header.lastIndexOf(',') + 1).strip())
                .flatMap(ClientAddress::literal)
                .or(() -> literal(socket))
                .orElse("unknown");
    }

    private static Optional<String> literal(String text) {
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            if (address instanceof Inet6Address) {
                byte[] network = address.getAddress();
                Arrays.fill(network, NETWORK_BYTES, network.length, (byte) 0);
                String full = InetAddress.getByAddress(network).getHostAddress();
                return Optional.of(full.replaceFirst("(:0){4}$", "::/64"));
            }
            return Optional.of(address.getHostAddress());
        } catch (IllegalArgumentException | java.net.UnknownHostException e) {
            return Optional.empty();
        }
    }
}
