package io.ceait.sink.push;

import io.ceait.http.HttpSender;
import io.ceait.http.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Prometheus' Pushgateway, which keeps the metrics of a run in a group of its own and shows them until somebody deletes the
 * group: a push replaces the one before.
 */
public final class Pushgateway implements Receiver {

    /** For an answer: well below what the end of a run waits. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final URI address;
    private final URI group;
    private final Optional<Secret> user;
    private final MetricsText metrics;
    private final Delivery delivery;

    /**
     * @param address without a slash at the end
     * @param labels of the group, the first of which is {@code job}
     * @param user a user and a password
     */
    public Pushgateway(
            URI address, Map<String, String> labels, Optional<Secret> user, MetricsText metrics, HttpSender http) {
        this.address = address;
        this.group = group(address, labels);
        this.user = user;
        this.metrics = metrics;
        this.delivery = new Delivery(http);
    }

    static URI group(URI address, Map<String, String> labels) {
        StringBuilder path = new StringBuilder(address.toString()).append("/metrics");
        labels.forEach((name, value) -> path.append('/').append(segment(name, value)));
        return URI.create(path.toString());
    }

    /** A label as two parts of a path; what a path cannot hold, in the gateway's own way to write it. */
    private static String segment(String name, String value) {
        if (value.matches("[A-Za-z0-9_][A-Za-z0-9._~-]*")) {
            return name + "/" + value;
        }
        String encoded = Base64.getUrlEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        // An empty part of a path would be lost; padding alone is read as nothing.
        return name + "@base64/" + (encoded.isEmpty() ? "=" : encoded);
    }

    @Override
    public String name() {
        return "the Pushgateway at " + address;
    }

    @Override
    public Duration interval() {
        return MetricsText.INTERVAL;
    }

    @Override
    public void push(boolean last) throws PushException {
        byte[] text;
        try {
            text = metrics.write(last);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(group).header("Content-Type", TYPE).PUT(BodyPublishers.ofByteArray(text));
        user.ifPresent(known -> request.setHeader("Authorization", known.basic()));
        delivery.deliver(request);
    }
}
