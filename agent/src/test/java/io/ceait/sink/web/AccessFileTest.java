package io.ceait.sink.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.ceait.data.InputException;
import io.ceait.sink.web.Passwords.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Web configurations, good and bad, and who is let in by them. */
class AccessFileTest {

    private static final String HASH = BCrypt.withDefaults().hashToString(4, "secret".toCharArray());

    @TempDir
    private Path dir;

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("web.yml"), text);
    }

    private static Access read(Path file) {
        return AccessFile.read(file, new ArrayList<>());
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static Passwords alice() {
        return new Passwords(Map.of("alice", HASH));
    }

    @Test
    void usersAreLetInByTheirPasswordsAlone() throws IOException {
        Passwords passwords = read(file("basic_auth_users:\n  alice: " + HASH + "\n"))
                .passwords()
                .orElseThrow();
        assertThat(passwords.check(basic("alice:secret"))).isEqualTo(Verdict.WELCOME);
        assertThat(passwords.check(basic("alice:secret"))).as("by the digest").isEqualTo(Verdict.WELCOME);
        assertThat(passwords.check(basic("alice:Secret"))).isEqualTo(Verdict.UNKNOWN);
        assertThat(passwords.check(basic("bob:secret"))).isEqualTo(Verdict.UNKNOWN);
        assertThat(passwords.check(basic("alice:secret"))).isEqualTo(Verdict.WELCOME);
        assertThat(passwords.check(null)).isEqualTo(Verdict.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic ###", "Basic YWxpY2U=", "Bearer YWxpY2U6c2VjcmV0"})
    void whatIsNoUserAndPasswordIsRefused(String header) {
        assertThat(alice().check(header)).isEqualTo(Verdict.UNKNOWN);
    }

    /** Of the vectors that came with the first implementations: the password is the letter a. */
    private static final String KNOWN = "$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe";

    /** htpasswd writes $2y, PHP and Python $2b, the oldest ones $2a: the same function. */
    @ParameterizedTest
    @ValueSource(strings = {"$2a", "$2b", "$2y"})
    void hashesOfAllMakersAreUnderstood(String version) {
        assertThat(Passwords.isHash(version + KNOWN)).isTrue();
        Passwords passwords = new Passwords(Map.of("alice", version + KNOWN));
        assertThat(passwords.check(basic("alice:b"))).isEqualTo(Verdict.UNKNOWN);
        assertThat(passwords.check(basic("alice:a"))).isEqualTo(Verdict.WELCOME);
    }

    /** bcrypt cuts off behind 72 bytes: what is longer is not taken for its beginning. */
    @Test
    void aPasswordThatIsTooLongIsWrong() {
        String longest = "x".repeat(72);
        String hash = BCrypt.withDefaults().hashToString(4, longest.toCharArray());
        Passwords passwords = new Passwords(Map.of("alice", hash));
        assertThat(passwords.check(basic("alice:" + longest))).isEqualTo(Verdict.WELCOME);
        assertThat(passwords.check(basic("alice:" + longest + "y"))).isEqualTo(Verdict.UNKNOWN);
    }

    /** A cost of 14 takes the better part of a second: while it does, another one is not begun. */
    @Test
    void onePasswordIsTriedAtATime() throws InterruptedException {
        String slow =
                BCrypt.withDefaults().hashToString(4, "secret".toCharArray()).replace("$04$", "$14$");
        Passwords passwords = new Passwords(Map.of("alice", slow));
        AtomicReference<Verdict> first = new AtomicReference<>();
        Thread guessing = new Thread(() -> first.set(passwords.check(basic("alice:guess"))));
        guessing.start();
        Verdict second = Verdict.UNKNOWN;
        while (guessing.isAlive() && second != Verdict.LATER) {
            second = passwords.check(basic("alice:other"));
        }
        guessing.join();
        assertThat(first.get()).isIn(Verdict.UNKNOWN, Verdict.LATER);
        assertThat(second == Verdict.LATER || first.get() == Verdict.LATER).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "basic_auth_users:\\n  alice: secret|web.yml:2: alice has no bcrypt hash|secret",
                "basic_auth_users:\\n  alice: $2y$31$0123456789012345678901.2345678901234567890123456789012|web.yml:2: alice has no bcrypt hash|$31",
                "basic_auth_users: {}|basic_auth_users names nobody|-",
                "basic_auth_user:\\n  a: b|web.yml:1: unknown key basic_auth_user; did you mean basic_auth_users?|-",
                "tls_server_config:\\n  cert: x|web.yml:2: unknown key cert|-",
                "tls_server_config:\\n  cert_file: x|web.yml:2: key_file is missing here|-",
                "tls_server_config:\\n  cert_file: absent.pem\\n  key_file: k|absent.pem cannot be read: there is no such file|-",
                "tls_server_config:|neither tls_server_config nor basic_auth_users says anything|-",
                "basic_auth_users: yes|is a mapping of keys to values, not|-"
            })
    void aWrongFileIsRefusedWithASentence(String text, String sentence, String notRepeated) throws IOException {
        Path file = file(text.replace("\\n", "\n") + "\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(sentence)
                .message()
                .doesNotContain(notRepeated.equals("-") ? "\u0000" : "\"" + notRepeated);
    }

    private void pem(String name, String label, byte[] content) throws IOException {
        Files.writeString(
                dir.resolve(name),
                "-----BEGIN " + label + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                        + "-----\n");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA PRIVATE KEY, holds a key in the older form RSA PRIVATE KEY",
        "EC PRIVATE KEY, openssl pkcs8 -topk8 -nocrypt",
        "ENCRYPTED PRIVATE KEY, holds an encrypted key",
        "CERTIFICATE, holds no private key",
        "PRIVATE KEY, 'is damaged, or neither RSA nor EC'"
    })
    void aKeyOfAnotherFormIsRefusedWithTheRemedy(String label, String sentence) throws Exception {
        Files.writeString(dir.resolve("cert.pem"), CERTIFICATE);
        pem("key.pem", label, new byte[] {1, 2, 3, 4});
        Path file = file("tls_server_config: {cert_file: cert.pem, key_file: key.pem}\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("key.pem")
                .hasMessageContaining(sentence);
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        Files.writeString(dir.resolve("cert.pem"), CERTIFICATE);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        pem("key.pem", "PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
        Path file = file("tls_server_config: {cert_file: cert.pem, key_file: key.pem}\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is not that of the first certificate");
    }

    @Test
    void aFileThatIsNoCertificateIsRefused() throws Exception {
        Files.writeString(dir.resolve("cert.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Path file = file("tls_server_config: {cert_file: cert.pem, key_file: key.pem}\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cert.pem holds no certificate in PEM");
    }

    /** Made for this test; its key is not kept. */
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBfjCCASWgAwIBAgIUQUPuMWflnita81OMsviHAeMCmS4wCgYIKoZIzj0EAwIw
            FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjAzMTU1MVoYDzIxMjYxMTAy
            MDMxNTUxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
            PQMBBwNCAAQItcpjF88WSuFCGmk2NMXkiph2/6K14BGYxoVIMysWqtxJW+dTYrDh
            kQ1GWhlaj0X5gtZNIKoID0u+BvYLjcQYo1MwUTAdBgNVHQ4EFgQUEVpG66UjzUms
            Kt8cih7R5I3/cacwHwYDVR0jBBgwFoAUEVpG66UjzUmsKt8cih7R5I3/cacwDwYD
            VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBnqpbmd5iSypppeB6EY/Mp
            OMpfcbxbPFklObSVmgAXpAIgB1enImeNqDWTW+IFoV+/KN8NHyiTnomVvRducTCw
            XIo=
            -----END CERTIFICATE-----
            """;
}
