package io.ceait.http;

import java.net.URI;
import java.util.Set;

/** Addresses of others, as users state them. */
public final class HttpAddress {

    private static final Set<String> OURS = Set.of("127.0.0.1", "localhost", "[::1]");

    private HttpAddress() {}

    /**
     * An address to which anything may be sent that is no secret; without a slash at the end.
     *
     * @throws IllegalArgumentException on what is no such address, and on one that has a user in it
     */
    public static URI parse(String text) {
        URI uri = parsed(text);
        if (!isPlain(uri) || !isEncrypted(uri) && !"http".equals(uri.getScheme())) {
            throw new IllegalArgumentException("'" + withoutUser(text)
                    + "' is no address: write http:// or https://HOST[:PORT][/PATH], without user, query and fragment");
        }
        return uri;
    }

    /**
     * An address to which a secret may be sent.
     *
     * @throws IllegalArgumentException also on one where the secret would travel in the open
     */
    public static URI parseForSecret(String text) {
        URI uri = parsed(text);
        if (!isPlain(uri) || !keepsSecrets(uri)) {
            throw new IllegalArgumentException(
                    "'" + withoutUser(text) + "' is not asked: write https://HOST[:PORT][/PATH]"
                            + " without a user; http is for this machine's own addresses alone");
        }
        return uri;
    }

    /** Whether nobody on the way can read what is sent there. */
    public static boolean keepsSecrets(URI uri) {
        return isEncrypted(uri) || "http".equals(uri.getScheme()) && OURS.contains(uri.getHost());
    }

    private static URI parsed(String text) {
        try {
            return URI.create(text.replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + withoutUser(text) + "' is no address such as https://proxy.example.org", e);
        }
    }

    private static boolean isPlain(URI uri) {
        return uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    private static boolean isEncrypted(URI uri) {
        return "https".equals(uri.getScheme());
    }

    /** Who writes a password into an address need not find it in a log. */
    private static String withoutUser(String text) {
        return text.replaceAll("//[^/]*@", "//…@");
    }
}
