package io.slackwater.signin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** The client's address, for limits and logs. */
public final class ClientAddress {

    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /**
     * The address; of an IPv6 address only the network part, because its owner chooses the rest freely.
     *
     * @param socket the other end of the connection
     * @param forwardedFor {@code X-Forwarded-For} of a proxy that sent the secret; the proxy adds the last entry
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
