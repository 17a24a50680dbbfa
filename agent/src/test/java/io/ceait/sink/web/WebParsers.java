package io.ceait.sink.web;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.ceait.fuzz.Inputs;
import io.ceait.sink.web.Passwords.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fuzz harnesses of this package: what clients send, and what a web configuration names. */
public final class WebParsers {

    private static final Passwords ALICE =
            new Passwords(Map.of("alice", BCrypt.withDefaults().hashToString(4, "secret".toCharArray())));

    private WebParsers() {}

    public static void query(byte[] input) {
        Request.parameter(text(input), "since")
                .ifPresent(value -> assertThat(value.length()).isLessThanOrEqualTo(input.length));
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1);
    }

    /** Only our own names are let through, with any port. */
    public static void hostName(byte[] input) {
        String host = text(input);
        if (new HostNames(InetAddress.getLoopbackAddress()).allows(host)) {
            assertThat(host.toLowerCase(java.util.Locale.ROOT))
                    .matches("(?s)(localhost|127\\.0\\.0\\.1|\\[::1])(:.*)?");
        }
    }

    /** Nobody gets in but with the password. */
    public static void authorisation(byte[] input) {
        if (ALICE.check(text(input)) == Verdict.WELCOME) {
            String credentials = text(input).substring("Basic ".length()).trim();
            assertThat(new String(java.util.Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8))
                    .isEqualTo("alice:secret");
        }
    }

    public static void configuration(byte[] input) {
        Access access = AccessFile.read(Inputs.file(input), new ArrayList<>());
        assertThat(access.tls().isPresent() || access.passwords().isPresent()).isTrue();
    }

    /** A certificate and the key behind it. */
    public static void pem(byte[] input) {
        List<byte[]> parts = Inputs.parts(input, 2);
        Path certificate = Inputs.file("of/the-input/cert.pem", parts.get(0));
        Path key = Inputs.file("of/the-input/key.pem", parts.get(1));
        assertThat(PemFiles.serverKeys(certificate, key)).isNotNull();
    }

    /** Bytes on the wire: whatever they are, the server answers the next one who asks, with what it should. */
    public static void wire(byte[] input) throws IOException {
        exchange(input);
        assertThat(exchange(
                        "GET /echo?since=5 HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .startsWith("HTTP/1.1 200")
                .contains("\r\n\r\nsince 5");
    }

    private static String exchange(byte[] request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(30_000);
            socket.connect(Server.ADDRESS);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return text(socket.getInputStream().readAllBytes());
        } catch (SocketException e) {
            // Closed on us in the midst of what we send, as is its right.
            return "";
        }
    }

    /** One for the life of this JVM. */
    private static final class Server {
        static final InetSocketAddress ADDRESS;

        static {
            try {
                WebServer server =
                        WebServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Access.OPEN);
                server.serve(
                        "/echo",
                        request -> Response.text(
                                200, "since " + request.parameter("since").orElse("")));
                ADDRESS = new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        URI.create(server.endpoint()).getPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
