package io.ceait.sink.web;

import io.ceait.data.InputException;
import io.ceait.data.YamlFile;
import io.ceait.data.YamlMap;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A web configuration in the form of Prometheus' exporter toolkit: {@code tls_server_config} with {@code cert_file} and
 * {@code key_file}, {@code basic_auth_users} with a bcrypt hash per user. Paths are relative to the file.
 */
final class AccessFile {

    private static final String TLS = "tls_server_config";
    private static final String USERS = "basic_auth_users";

    private AccessFile() {}

    /**
     * What the file says.
     *
     * @param read takes every file that is read, as it was before
     * @throws InputException with a sentence that names file, line and key, when it cannot be used as it is
     */
    static Access read(Path file, List<FileState> read) {
        read.add(FileState.of(file));
        YamlMap map = YamlFile.read(file).only(TLS, USERS);
        Optional<X509ExtendedKeyManager> tls = map.map(TLS).map(part -> tls(file, part, read));
        Optional<Passwords> passwords = map.map(USERS).map(AccessFile::passwords);
        if (tls.isEmpty() && passwords.isEmpty()) {
            throw map.error("neither " + TLS + " nor " + USERS + " says anything: state one of them, or no such file");
        }
        return new Access(tls, passwords);
    }

    private static X509ExtendedKeyManager tls(Path file, YamlMap map, List<FileState> read) {
        map.only("cert_file", "key_file");
        Path certificate = beside(file, map, "cert_file");
        Path key = beside(file, map, "key_file");
        read.add(FileState.of(certificate));
        read.add(FileState.of(key));
        return PemFiles.serverKeys(certificate, key);
    }

    private static Path beside(Path file, YamlMap map, String key) {
        try {
            return file.resolveSibling(map.requiredText(key));
        } catch (InvalidPathException e) {
            throw map.error(key, "is the name of a file, which this cannot be: " + e.getReason());
        }
    }

    private static Passwords passwords(YamlMap map) {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String user : map.keys()) {
            String hash = map.requiredText(user);
            if (user.isEmpty() || user.contains(":")) {
                throw map.error(user, "is no user: a name is not empty and has no colon");
            }
            if (!Passwords.isHash(hash)) {
                // The value may be a password in the clear: it is not repeated.
                throw map.error(
                        user,
                        "has no bcrypt hash of a cost of 4 to 16 for a password: \"htpasswd -nB " + user
                                + "\" makes one");
            }
            hashes.put(user, hash);
        }
        if (hashes.isEmpty()) {
            throw map.error(USERS + " names nobody: nobody could read anything");
        }
        return new Passwords(hashes);
    }
}
