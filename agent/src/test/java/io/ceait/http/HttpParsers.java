package io.ceait.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.fuzz.Refusals;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Fuzz harnesses of this package. */
public final class HttpParsers {

    private static final HttpSender SENDER = new HttpSender(Duration.ofSeconds(1), () -> 1_748_736_000_000L);

    private HttpParsers() {}

    /** The header by which somebody wants to be left alone. */
    public static void retryAfter(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        Optional<Duration> wait = SENDER.wait(text);
        if (text.matches("[0-9]{1,15}")) {
            assertThat(wait).contains(Duration.ofSeconds(Long.parseLong(text)));
        }
    }

    /** Certificates of those whom a user trusts. */
    public static void certificates(byte[] input) {
        assertThat(TrustedCertificates.read(Inputs.file(input)).getProtocol()).isEqualTo("TLS");
    }

    /** No secret goes where others on the way could read it, and none is told. */
    public static void address(byte[] input) {
        String text = Inputs.text(input);
        Refusals.illegalArgumentOr(
                () -> assertThat(HttpAddress.parse(text).getHost()).isNotEmpty());
        Refusals.illegalArgumentOr(() -> {
            URI uri = HttpAddress.parseForSecret(text);
            assertThat(uri.getUserInfo()).isNull();
            assertThat(uri.getScheme().equals("https") || uri.getHost().matches("127\\.0\\.0\\.1|localhost|\\[::1]"))
                    .isTrue();
        });
    }

    public static void secret(byte[] input) {
        Secret secret = Secret.of(Inputs.text(input), "the-input", "token");
        assertThat(secret.header()).isNotEmpty().matches("[ -~]+");
        assertThat(secret.toString()).isEqualTo("(secret)");
    }
}
