package io.ceait.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** An address to listen on, as {@code HOST:PORT}; an IPv6 address stands in brackets. */
public final class HostPort {

    private HostPort() {}

    /** Fails with {@link IllegalArgumentException} on anything else and on a host that is not known. */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw malformed(text);
        }
        int port;
        try {
            port = Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw malformed(text);
        }
        if (port < 0 || port > 65535) {
            throw malformed(text);
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the host '" + host + "' is not known", e);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no address: write HOST:PORT with a port of 0 to 65535, such as 127.0.0.1:29477");
    }
}
