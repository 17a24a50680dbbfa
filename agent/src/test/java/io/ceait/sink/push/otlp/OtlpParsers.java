package io.ceait.sink.push.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Fuzz harnesses of this package. */
public final class OtlpParsers {

    private OtlpParsers() {}

    /** What a receiver answers. */
    public static void response(byte[] input) {
        assertThat(ExportResponse.rejectedPoints(input)).isNotNegative();
    }

    /** Variables, one a line. */
    public static void settings(byte[] input) {
        Map<String, String> environment = new HashMap<>();
        for (String line : Inputs.text(input).split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                environment.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        OtlpSettings settings = OtlpSettings.of(environment);
        assertThat(settings.endpoint().getHost()).isNotEmpty();
        assertThat(settings.interval()).isBetween(Duration.ofMillis(100), Duration.ofDays(1));
        assertThat(settings.timeout()).isBetween(Duration.ofMillis(100), Duration.ofDays(1));
    }
}
