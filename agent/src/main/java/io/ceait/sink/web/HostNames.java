package io.ceait.sink.web;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a server on the loopback interface may be addressed. A page from elsewhere whose name is made to
 * point at 127.0.0.1 (DNS rebinding) would otherwise read the run through the user's browser: it sends its own name.
 *
 * <p>On other interfaces any name may be the right one; there passwords protect the run.
 */
final class HostNames {

    private final boolean any;
    private final Set<String> allowed = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));

    /** @param bound where the server listens */
    HostNames(InetAddress bound) {
        any = !bound.isLoopbackAddress();
        allowed.add(literal(bound));
    }

    /** An address as it stands in a URL. */
    static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }

    /** @param host the Host header; what sends none is no browser */
    boolean allows(@Nullable String host) {
        return any || host == null || allowed.contains(withoutPort(host));
    }

    private static String withoutPort(String host) {
        int bracket = host.lastIndexOf(']');
        int colon = host.lastIndexOf(':');
        return (colon > bracket ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }
}
