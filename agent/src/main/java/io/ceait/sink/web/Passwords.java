package io.ceait.sink.web;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Users and the bcrypt hashes of their passwords. A bcrypt takes a tenth of a second of a core on purpose, which is the
 * job's: what was right once is known by a salted digest from then on, and one password is tried at a time, so that
 * guessing is as slow as one core makes it, and everything else goes on.
 */
public final class Passwords {

    enum Verdict {
        WELCOME,
        UNKNOWN,
        LATER
    }

    private static final String SCHEME = "Basic ";

    /** bcrypt looks at no more. */
    private static final int LONGEST_PASSWORD = 72;

    private final Map<String, String> hashes;
    private final Map<String, byte[]> seen = new HashMap<>();
    private final byte[] salt = new byte[32];
    private final AtomicBoolean trying = new AtomicBoolean();

    /** @param hashes of {@link #isHash} by user; at least one */
    Passwords(Map<String, String> hashes) {
        this.hashes = Map.copyOf(hashes);
        new SecureRandom().nextBytes(salt);
    }

    /** Whether it is a bcrypt hash as {@code htpasswd -nB} prints it, with a cost that one machine can bear. */
    static boolean isHash(String text) {
        return text.matches("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");
    }

    /** @param authorization the header, if there was one */
    Verdict check(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Verdict.UNKNOWN;
        }
        String credentials;
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).trim());
            credentials = new String(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Verdict.UNKNOWN;
        }
        int colon = credentials.indexOf(':');
        if (colon < 0) {
            return Verdict.UNKNOWN;
        }
        return check(credentials.substring(0, colon), credentials.substring(colon + 1));
    }

    private Verdict check(String user, String password) {
        byte[] digest = digest(user, password);
        if (wasRight(user, digest)) {
            return Verdict.WELCOME;
        }
        if (!trying.compareAndSet(false, true)) {
            return Verdict.LATER;
        }
        try {
            // Somebody who is not known takes as long as somebody who is.
            String hash = hashes.getOrDefault(user, hashes.values().iterator().next());
            boolean right = verify(password, hash) && hashes.containsKey(user);
            if (right) {
                remember(user, digest);
            }
            return right ? Verdict.WELCOME : Verdict.UNKNOWN;
        } finally {
            trying.set(false);
        }
    }

    private static boolean verify(String password, String hash) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST_PASSWORD
                && BCrypt.verifyer().verify(bytes, hash.getBytes(StandardCharsets.US_ASCII)).verified;
    }

    private synchronized boolean wasRight(String user, byte[] digest) {
        byte[] known = seen.get(user);
        return known != null && MessageDigest.isEqual(known, digest);
    }

    private synchronized void remember(String user, byte[] digest) {
        seen.put(user, digest);
    }

    /** Of no use to anybody but this process: the salt is nowhere else. */
    private byte[] digest(String user, String password) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            sha.update(user.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            return sha.digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
