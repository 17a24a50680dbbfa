package io.ceait.intensity.live;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One GET, with an end: whatever the other side does, it returns or fails in time. Follows no redirect: it has a token. */
final class Http {

    private static final int OK = 200;
    private static final int TOO_MANY = 429;

    private final Duration patience;
    private @Nullable HttpClient client;

    /** @param patience for a whole answer */
    Http(Duration patience) {
        this.patience = patience;
    }

    /** Made on the thread that asks, for that takes its time. */
    private HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(patience)
                    .build();
            client = made;
        }
        return made;
    }

    /** A status that the caller may do something about. */
    record Answer(int status, String body) {
        boolean isRefused() {
            return status == 401 || status == 403;
        }
    }

    /**
     * @param who to name in messages
     * @param header name and value of a header that is sent along; the value is never told
     */
    Answer get(String who, URI uri, Optional<String[]> header, long nowMillis) throws ProviderException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(patience).header("Accept", "application/json");
        header.ifPresent(pair -> request.setHeader(pair[0], pair[1]));
        CompletableFuture<HttpResponse<String>> pending =
                client().sendAsync(request.build(), info -> new LimitedBody());
        try {
            HttpResponse<String> response = pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() == TOO_MANY) {
                throw new ProviderException(
                        who + " answered 429: it was asked too often",
                        response.headers().firstValue("Retry-After").flatMap(text -> wait(text, nowMillis)));
            }
            Answer answer = new Answer(response.statusCode(), response.body());
            if (answer.status() != OK && !answer.isRefused()) {
                throw new ProviderException(who + " answered " + answer.status());
            }
            return answer;
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new ProviderException(who + " did not answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new ProviderException(who + " cannot be reached: " + reason(e.getCause()));
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new ProviderException(who + " was not waited for: the run ends");
        }
    }

    /** In seconds, or until an instant. */
    static Optional<Duration> wait(String text, long nowMillis) {
        try {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())));
        } catch (NumberFormatException e) {
            try {
                long until = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant()
                        .toEpochMilli();
                return Optional.of(Duration.ofMillis(until - nowMillis));
            } catch (DateTimeParseException unknown) {
                return Optional.empty();
            }
        }
    }

    /** In words of our own: what the other side sent may be anything, the token included. */
    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return "it takes too long";
        }
        if (cause instanceof ConnectException) {
            return "no connection";
        }
        return cause instanceof LimitedBody.TooLong
                ? "its answer is longer than " + LimitedBody.LONGEST + " bytes"
                : "its answer broke off or is no HTTP";
    }
}
