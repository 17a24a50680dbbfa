package io.ceait.sink.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.ceait.data.InputException;
import io.ceait.sink.web.Passwords.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web configuration that changes while the agent runs. */
class WatchedAccessTest {

    private static final String TLS = "tls_server_config: {cert_file: cert.pem, key_file: key.pem}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream stderr = System.err;

    @BeforeEach
    void captureLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveLogBack() {
        System.setErr(stderr);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("web.yml"), text);
    }

    private static String user(String name, String password) {
        return "basic_auth_users:\n  " + name + ": " + BCrypt.withDefaults().hashToString(4, password.toCharArray())
                + "\n";
    }

    private static Verdict check(AccessSource access, String credentials) {
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return access.current().passwords().orElseThrow().check("Basic " + encoded);
    }

    @Test
    void anotherPasswordHoldsFromTheNextRequestOn() throws Exception {
        WatchedAccess access = WatchedAccess.read(file(user("alice", "one")));
        assertThat(check(access, "alice:one")).isEqualTo(Verdict.WELCOME);
        Access before = access.current();
        assertThat(access.current()).as("nothing is read that did not change").isSameAs(before);
        file(user("alice", "another"));
        assertThat(check(access, "alice:one")).isEqualTo(Verdict.UNKNOWN);
        assertThat(check(access, "alice:another")).isEqualTo(Verdict.WELCOME);
    }

    @Test
    void aBrokenFileLeavesWhatWasAndIsToldOnce() throws Exception {
        WatchedAccess access = WatchedAccess.read(file(user("alice", "one")));
        file("basic_auth_users:\n  alice: no hash\n");
        assertThat(check(access, "alice:one")).isEqualTo(Verdict.WELCOME);
        assertThat(check(access, "alice:one")).isEqualTo(Verdict.WELCOME);
        Files.delete(dir.resolve("web.yml"));
        assertThat(check(access, "alice:one")).isEqualTo(Verdict.WELCOME);
        assertThat(check(access, "alice:one")).isEqualTo(Verdict.WELCOME);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("alice has no bcrypt hash")
                .containsOnlyOnce("there is no such file; what held before holds on");
        file(user("bob", "two"));
        assertThat(check(access, "bob:two")).isEqualTo(Verdict.WELCOME);
    }

    @Test
    void tlsIsNotLostOnTheWay() throws Exception {
        certificate();
        WatchedAccess access = WatchedAccess.read(file(TLS));
        file(user("alice", "one"));
        assertThat(access.current().tls()).isPresent();
        assertThat(access.current().passwords()).isEmpty();
        assertThat(log.toString(StandardCharsets.UTF_8)).containsOnlyOnce("TLS is switched on and off by a new start");
    }

    @Test
    void whatIsBrokenAtTheStartIsRefused() throws Exception {
        Path file = file(TLS);
        assertThatThrownBy(() -> WatchedAccess.read(file)).isInstanceOf(InputException.class);
    }

    /** Makes certificate and key and returns its serial number. */
    private String certificate() throws Exception {
        Path store = dir.resolve("server.p12");
        Files.deleteIfExists(store);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-alias",
                        "server",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "of the test")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        char[] password = "of the test".toCharArray();
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password);
        }
        pem("cert.pem", "CERTIFICATE", keys.getCertificate("server").getEncoded());
        pem("key.pem", "PRIVATE KEY", keys.getKey("server", password).getEncoded());
        return ((X509Certificate) keys.getCertificate("server"))
                .getSerialNumber()
                .toString();
    }

    private void pem(String name, String label, byte[] content) throws IOException {
        Files.writeString(
                dir.resolve(name),
                "-----BEGIN " + label + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                        + "-----\n");
    }

    /** What a client that has never been here is shown. */
    private static String shown(WebServer server) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(
                null,
                new TrustManager[] {
                    new X509TrustManager() {
                        @Override
                        public void checkClientTrusted(X509Certificate[] chain, String type) {}

                        @Override
                        public void checkServerTrusted(X509Certificate[] chain, String type) {}

                        @Override
                        public X509Certificate[] getAcceptedIssuers() {
                            return new X509Certificate[0];
                        }
                    }
                },
                null);
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory()
                .createSocket("127.0.0.1", URI.create(server.endpoint()).getPort())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSerialNumber()
                    .toString();
        }
    }

    @Test
    void aRenewedCertificateIsShownToTheNextClient() throws Exception {
        String first = certificate();
        WatchedAccess access = WatchedAccess.read(file(TLS));
        try (WebServer server = WebServer.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), access)) {
            assertThat(shown(server)).isEqualTo(first);
            Path key = dir.resolve("key.pem");
            byte[] kept = Files.readAllBytes(key);
            String second = certificate();
            byte[] renewed = Files.readAllBytes(key);
            Files.write(key, kept);
            assertThat(shown(server))
                    .as("certificate and key do not belong together yet")
                    .isEqualTo(first);
            Files.write(key, renewed);
            assertThat(shown(server)).isEqualTo(second);
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).containsOnlyOnce("is not that of the first certificate");
    }
}
