package io.ceait.intensity.live;

import io.ceait.http.HttpFailure;
import io.ceait.http.HttpSender;
import io.ceait.intensity.JsonObjects;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a provider in its own way, and gives its answer as it came. */
final class Asker {

    /** How far back WattTime's average signal is asked for: it comes late. */
    private static final Duration BACK = Duration.ofHours(24);

    private static final int OK = 200;
    private static final int TOO_MANY = 429;

    private final LiveSource source;
    private final HttpSender http;

    /** What WattTime gives for user and password, for half an hour. */
    private @Nullable String session;

    Asker(LiveSource source, HttpSender http) {
        this.source = source;
        this.http = http;
    }

    String ask(long nowMillis) throws ProviderException {
        return switch (source.provider()) {
            case ELECTRICITY_MAPS ->
                body(
                        "/v3/carbon-intensity/latest?zone=" + encoded(source.zone()),
                        source.token().map(token -> new String[] {"auth-token", token.header()}));
            case GREAT_BRITAIN ->
                body(source.zone().isEmpty() ? "/intensity" : "/regional/regionid/" + source.zone(), Optional.empty());
            case WATTTIME -> watttime(nowMillis);
        };
    }

    private String watttime(long nowMillis) throws ProviderException {
        Instant now = Instant.ofEpochMilli(nowMillis).truncatedTo(ChronoUnit.SECONDS);
        String path = "/v3/historical?region=" + encoded(source.zone()) + "&signal_type=co2_aoer&start="
                + encoded(now.minus(BACK).toString()) + "&end=" + encoded(now.toString());
        boolean fresh = session == null;
        String known = fresh ? logIn() : session;
        HttpSender.Answer answer = get(path, bearer(known));
        if (isRefused(answer) && !fresh) {
            answer = get(path, bearer(logIn()));
        }
        return bodyOf(answer);
    }

    private static Optional<String[]> bearer(@Nullable String session) {
        return Optional.of(new String[] {"Authorization", "Bearer " + session});
    }

    private String logIn() throws ProviderException {
        String answer = body("/login", source.token().map(token -> new String[] {"Authorization", token.basic()}));
        String[] found = new String[1];
        try {
            JsonObjects.forEach("login", new StringReader(answer), (fields, line) -> found[0] = fields.get("token"));
        } catch (IOException | RuntimeException e) {
            found[0] = null;
        }
        if (found[0] == null || found[0].chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new ProviderException(source.provider().title() + " let in without a session");
        }
        session = found[0];
        return found[0];
    }

    private String body(String path, Optional<String[]> header) throws ProviderException {
        return bodyOf(get(path, header));
    }

    /** @param header name and value of a header that is sent along; the value is never told */
    private HttpSender.Answer get(String path, Optional<String[]> header) throws ProviderException {
        String who = source.provider().title();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(source.address() + path)).header("Accept", "application/json");
        header.ifPresent(pair -> request.setHeader(pair[0], pair[1]));
        HttpSender.Answer answer;
        try {
            answer = http.send(request);
        } catch (HttpFailure e) {
            throw new ProviderException(who + " " + e.why());
        }
        if (answer.status() == TOO_MANY) {
            throw new ProviderException(who + " answered 429: it was asked too often", answer.retryAfter());
        }
        if (answer.status() != OK && !isRefused(answer)) {
            throw new ProviderException(who + " answered " + answer.status());
        }
        return answer;
    }

    /** What a new session may help against. */
    private static boolean isRefused(HttpSender.Answer answer) {
        return answer.status() == 401 || answer.status() == 403;
    }

    private String bodyOf(HttpSender.Answer answer) throws ProviderException {
        if (isRefused(answer)) {
            session = null;
            throw new ProviderException(
                    source.provider().title() + " answered " + answer.status()
                            + ": the token is not taken, or not good for " + source.zone(),
                    Optional.of(LiveIntensity.LONGEST_WAIT));
        }
        return answer.text();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
