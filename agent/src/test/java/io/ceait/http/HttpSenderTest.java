package io.ceait.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSenderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** 2025-06-01T00:00:00Z. */
    private static final long NOW = 1_748_736_000_000L;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    @ParameterizedTest
    @CsvSource({"7, PT7S", "'Sun, 01 Jun 2025 00:10:00 GMT', PT10M", "-1, PT-1S", "soon, "})
    void theOtherSideSaysHowLongItWantsToBeLeftAlone(String header, Duration wait) throws Exception {
        try (Listener listener = Listener.start()) {
            listener.handle(exchange -> {
                exchange.getResponseHeaders().set("Retry-After", header);
                Listener.answer(exchange, 503, "busy");
            });
            HttpSender.Answer answer =
                    new HttpSender(PATIENCE, () -> NOW).send(HttpRequest.newBuilder(listener.address()));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).isEqualTo("busy");
            assertThat(answer.retryAfter()).isEqualTo(Optional.ofNullable(wait));
        }
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-keystore",
                dir.resolve("server.p12").toString(),
                "-storepass",
                "of the test",
                "-alias",
                "server"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private HttpsServer serve() throws Exception {
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "SAN=IP:127.0.0.1");
        keytool("-exportcert", "-rfc", "-file", dir.resolve("ca.pem").toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = "of the test".toCharArray();
        try (InputStream in = Files.newInputStream(dir.resolve("server.p12"))) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            Listener.answer(exchange, 200, "safe");
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void whoeverIsNamedIsTrustedAndNobodyElse() throws Exception {
        HttpsServer server = serve();
        try {
            URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
            HttpSender trusting =
                    new HttpSender(PATIENCE, () -> NOW, Optional.of(TrustedCertificates.read(dir.resolve("ca.pem"))));
            assertThat(trusting.send(HttpRequest.newBuilder(address)).text()).isEqualTo("safe");
            HttpSender other = new HttpSender(PATIENCE, () -> NOW);
            assertThatThrownBy(() -> other.send(HttpRequest.newBuilder(address)))
                    .isInstanceOf(HttpFailure.class)
                    .hasMessage("cannot be reached: no TLS with a certificate that is trusted");
        } finally {
            server.stop(0);
        }
    }
}
