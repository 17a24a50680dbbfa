package io.ceait.sink.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ceait.http.HttpSender;
import io.ceait.http.Listener;
import io.ceait.http.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushgatewayTest {

    private static final String PAGE = "# HELP ceait_run_info The run.\nceait_run_info 1\n";

    @SuppressWarnings("NullAway.Init")
    private Listener gateway;

    @BeforeEach
    void listen() throws IOException {
        gateway = Listener.start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static Map<String, String> group() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("job", "ceait");
        labels.put("run_id", "digits");
        return labels;
    }

    private Pushgateway pushgateway(URI address) {
        return new Pushgateway(
                address,
                group(),
                Optional.of(Secret.of("me:s3cret", "test", "password")),
                last -> PAGE.getBytes(StandardCharsets.UTF_8),
                new HttpSender(Duration.ofSeconds(2), () -> 0));
    }

    private PushException failure() {
        return catchThrowableOfType(
                PushException.class, () -> pushgateway(gateway.address()).push(false));
    }

    @Test
    void theGroupOfTheRunIsReplaced() throws Exception {
        pushgateway(URI.create(gateway.address() + "/prefix")).push(false);
        assertThat(gateway.requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("PUT");
            assertThat(request.target()).isEqualTo("/prefix/metrics/job/ceait/run_id/digits");
            assertThat(request.text()).isEqualTo(PAGE);
            assertThat(request.header("Content-Type")).startsWith("text/plain; version=0.0.4");
            assertThat(request.header("Authorization")).isEqualTo("Basic bWU6czNjcmV0");
        });
    }

    /** As the gateway's own documentation writes labels that a path cannot hold. */
    @ParameterizedTest
    @CsvSource({
        "node-7.example.org, node/node-7.example.org",
        "a/b, node@base64/YS9i",
        "'', node@base64/=",
        "., node@base64/Lg==",
        "Knoten 7, node@base64/S25vdGVuIDc=",
        "ä?&, node@base64/w6Q_Jg==",
    })
    void whatAPathCannotHoldIsEncoded(String node, String segment) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("job", "ceait");
        labels.put("node", node);
        assertThat(Pushgateway.group(URI.create("https://gateway"), labels))
                .hasToString("https://gateway/metrics/job/ceait/" + segment);
    }

    @ParameterizedTest
    @CsvSource({
        "301, false",
        "302, false",
        "400, false",
        "401, false",
        "404, false",
        "500, false",
        "429, true",
        "502, true",
        "503, true",
        "504, true"
    })
    void whatMayPassIsToldFromWhatWillNot(int status, boolean passing) {
        gateway.handle(exchange -> {
            exchange.getResponseHeaders().set("Location", gateway.address() + "/elsewhere");
            exchange.getResponseHeaders().set("Retry-After", "7");
            Listener.answer(exchange, status, "s3cret");
        });
        PushException failure = failure();
        assertThat(failure.why()).startsWith("answered " + status).doesNotContain("s3cret");
        assertThat(failure.isPassing()).isEqualTo(passing);
        assertThat(failure.notBefore()).isEqualTo(passing ? Optional.of(Duration.ofSeconds(7)) : Optional.empty());
        assertThat(gateway.requests()).as("no redirect is followed").hasSize(1);
    }

    @Test
    void oneThatHangsOrIsGoneMayComeBack() {
        gateway.handle(exchange -> gateway.hang());
        assertThat(failure()).satisfies(e -> {
            assertThat(e.why()).isEqualTo("did not answer within 2000 ms");
            assertThat(e.isPassing()).isTrue();
        });
        gateway.close();
        assertThat(failure()).satisfies(e -> {
            assertThat(e.why()).isEqualTo("cannot be reached: no connection");
            assertThat(e.isPassing()).isTrue();
        });
        assertThatThrownBy(() ->
                        pushgateway(URI.create("http://no-such-host.invalid")).push(false))
                .hasMessageStartingWith("cannot be reached: ");
    }
}
