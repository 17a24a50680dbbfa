package io.ceait.intensity.live;

import io.ceait.intensity.JsonObjects;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
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

    private final LiveSource source;
    private final Http http;

    /** What WattTime gives for user and password, for half an hour. */
    private @Nullable String session;

    Asker(LiveSource source, Http http) {
        this.source = source;
        this.http = http;
    }

    String ask(long nowMillis) throws ProviderException {
        return switch (source.provider()) {
            case ELECTRICITY_MAPS ->
                body(
                        "/v3/carbon-intensity/latest?zone=" + encoded(source.zone()),
                        source.token().map(token -> new String[] {"auth-token", token.header()}),
                        nowMillis);
            case GREAT_BRITAIN ->
                body(
                        source.zone().isEmpty() ? "/intensity" : "/regional/regionid/" + source.zone(),
                        Optional.empty(),
                        nowMillis);
            case WATTTIME -> watttime(nowMillis);
        };
    }

    private String watttime(long nowMillis) throws ProviderException {
        Instant now = Instant.ofEpochMilli(nowMillis).truncatedTo(ChronoUnit.SECONDS);
        String path = "/v3/historical?region=" + encoded(source.zone()) + "&signal_type=co2_aoer&start="
                + encoded(now.minus(BACK).toString()) + "&end=" + encoded(now.toString());
        boolean fresh = session == null;
        String known = fresh ? logIn(nowMillis) : session;
        Http.Answer answer = get(path, bearer(known), nowMillis);
        if (answer.isRefused() && !fresh) {
            answer = get(path, bearer(logIn(nowMillis)), nowMillis);
        }
        return bodyOf(answer);
    }

    private static Optional<String[]> bearer(@Nullable String session) {
        return Optional.of(new String[] {"Authorization", "Bearer " + session});
    }

    private String logIn(long nowMillis) throws ProviderException {
        String answer =
                body("/login", source.token().map(token -> new String[] {"Authorization", token.basic()}), nowMillis);
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

    private String body(String path, Optional<String[]> header, long nowMillis) throws ProviderException {
        return bodyOf(get(path, header, nowMillis));
    }

    private Http.Answer get(String path, Optional<String[]> header, long nowMillis) throws ProviderException {
        return http.get(source.provider().title(), URI.create(source.address() + path), header, nowMillis);
    }

    private String bodyOf(Http.Answer answer) throws ProviderException {
        if (answer.isRefused()) {
            session = null;
            throw new ProviderException(
                    source.provider().title() + " answered " + answer.status()
                            + ": the token is not taken, or not good for " + source.zone(),
                    Optional.of(LiveIntensity.LONGEST_WAIT));
        }
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
