package io.ceait.sink.push.otlp;

import io.ceait.data.FilePath;
import io.ceait.data.InputException;
import io.ceait.http.HttpAddress;
import io.ceait.http.TrustedCertificates;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * Where and how OpenTelemetry's variables say that metrics are sent. What they mean and their defaults are in the
 * OpenTelemetry specification: OTLP exporter, environment variables of the SDK.
 *
 * @param endpoint for metrics
 * @param headers to be sent along; values may be secrets
 * @param timeout for an answer
 * @param interval between two pushes
 * @param trust whom to trust in place of those whom the JVM trusts
 * @param resource attributes that the user states, the service's name among them
 * @param disabled whether nothing is to be sent
 */
public record OtlpSettings(
        URI endpoint,
        Map<String, String> headers,
        Duration timeout,
        Duration interval,
        boolean compressed,
        Optional<SSLContext> trust,
        Map<String, String> resource,
        boolean disabled) {

    public static final String DISABLED = "OTEL_SDK_DISABLED";

    private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
    private static final String OF_METRICS = "OTEL_EXPORTER_OTLP_METRICS_";
    private static final String INTERVAL = "OTEL_METRIC_EXPORT_INTERVAL";
    private static final String ATTRIBUTES = "OTEL_RESOURCE_ATTRIBUTES";
    private static final String SERVICE = "OTEL_SERVICE_NAME";

    private static final String DEFAULT_ENDPOINT = "http://localhost:4318";
    private static final String PATH = "/v1/metrics";
    private static final String PROTOCOL = "http/protobuf";
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

    /** More often than that is a mistake in the unit. */
    private static final long LEAST_MILLIS = 100;

    /** A day: no clock of a library has to bear more. */
    private static final long MOST_MILLIS = 86_400_000;

    public OtlpSettings {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        resource = Collections.unmodifiableMap(new LinkedHashMap<>(resource));
    }

    /**
     * By the environment.
     *
     * @throws InputException on a value that cannot be followed, by the name of its variable
     */
    public static OtlpSettings of(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        variables.exporter("PROTOCOL", text -> only(text, PROTOCOL));
        Map<String, String> resource = new LinkedHashMap<>(
                variables.find(ATTRIBUTES, OtlpSettings::pairs).orElse(Map.of()));
        variables.find(SERVICE, text -> text).ifPresent(name -> resource.put("service.name", name));
        return new OtlpSettings(
                variables
                        .find(OF_METRICS + "ENDPOINT", HttpAddress::parse)
                        .or(() -> variables.find(
                                PREFIX + "ENDPOINT", base -> HttpAddress.parse(HttpAddress.parse(base) + PATH)))
                        .orElse(URI.create(DEFAULT_ENDPOINT + PATH)),
                variables.exporter("HEADERS", OtlpSettings::headers).orElse(Map.of()),
                variables.exporter("TIMEOUT", OtlpSettings::millis).orElse(DEFAULT_TIMEOUT),
                variables.find(INTERVAL, OtlpSettings::millis).orElse(DEFAULT_INTERVAL),
                variables
                        .exporter("COMPRESSION", text -> !text.equals("none") && only(text, "gzip"))
                        .orElse(false),
                variables.exporter("CERTIFICATE", file -> TrustedCertificates.read(FilePath.of(file))),
                resource,
                variables.find(DISABLED, Boolean::parseBoolean).orElse(false));
    }

    /** Whether somebody on the way could read the headers. */
    public boolean tellsHeaders() {
        return !headers.isEmpty() && !HttpAddress.keepsSecrets(endpoint);
    }

    private record Variables(Map<String, String> environment) {

        <T> Optional<T> find(String name, Function<String, T> parser) {
            String text = environment.get(name);
            if (text == null || text.isBlank()) {
                return Optional.empty();
            }
            try {
                return Optional.of(parser.apply(text.strip()));
            } catch (InputException | IllegalArgumentException e) {
                throw new InputException(name + ": " + e.getMessage(), e);
            }
        }

        /** What is stated for metrics alone comes before what is stated for all. */
        <T> Optional<T> exporter(String name, Function<String, T> parser) {
            return find(OF_METRICS + name, parser).or(() -> find(PREFIX + name, parser));
        }
    }

    private static boolean only(String text, String known) {
        if (!text.equals(known)) {
            throw new IllegalArgumentException("'" + text + "' is not spoken here, " + known + " is");
        }
        return true;
    }

    private static Duration millis(String text) {
        try {
            long millis = Long.parseLong(text);
            if (millis >= LEAST_MILLIS && millis <= MOST_MILLIS) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            // Said below, in one way for what is no number and for what is too small a one.
        }
        throw new IllegalArgumentException("'" + text + "' is no number of milliseconds of at least " + LEAST_MILLIS
                + " and at most a day, such as 10000");
    }

    /** The values may be secrets: none is told. */
    private static Map<String, String> headers(String text) {
        Map<String, String> headers = pairs(text);
        HttpRequest.Builder taken = HttpRequest.newBuilder();
        headers.forEach((name, value) -> {
            try {
                taken.setHeader(name, value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("one of the headers cannot be sent: neither name nor value may be"
                        + " other than HTTP takes, and the connection's own headers cannot be stated");
            }
        });
        return headers;
    }

    /** {@code key=value,key=value}, of which each value is encoded as in an address. */
    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String value = pair.substring(equals + 1).strip();
                pairs.put(pair.substring(0, equals).strip(), decoded(value));
            } else if (!pair.isBlank()) {
                throw new IllegalArgumentException("write key=value,key=value; one of the parts has no key");
            }
        }
        return pairs;
    }

    private static String decoded(String value) {
        try {
            // A plus is a plus there.
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a percent sign that begins no code stands as %25", e);
        }
    }
}
