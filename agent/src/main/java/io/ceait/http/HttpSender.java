package io.ceait.http;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends requests, one at a time, each with an end. Follows no redirect: what it sends may hold a secret. */
public final class HttpSender {

    /** Bytes of an answer; more than anybody here has to say. */
    public static final int LONGEST_ANSWER = LimitedBody.LONGEST;

    private final Duration patience;
    private final LongSupplier wallMillis;
    private final Optional<SSLContext> trust;
    private @Nullable HttpClient client;

    /**
     * @param patience for a whole answer
     * @param wallMillis the wall clock, for those who say until when to wait
     */
    public HttpSender(Duration patience, LongSupplier wallMillis) {
        this(patience, wallMillis, Optional.empty());
    }

    /** @param trust whom to trust in place of those whom the JVM trusts */
    public HttpSender(Duration patience, LongSupplier wallMillis, Optional<SSLContext> trust) {
        this.patience = patience;
        this.wallMillis = wallMillis;
        this.trust = trust;
    }

    /**
     * What the other side said.
     *
     * @param retryAfter for how long it wants to be left alone
     */
    public record Answer(
            int status,
            @SuppressWarnings("ArrayRecordComponent") byte[] body,
            Optional<Duration> retryAfter) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Made on the thread that sends, for that takes its time. */
    private HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(patience);
            trust.ifPresent(builder::sslContext);
            made = builder.build();
            client = made;
        }
        return made;
    }

    /** @throws HttpFailure when there is no whole answer in time; an answer of any status is one */
    public Answer send(HttpRequest.Builder request) throws HttpFailure {
        CompletableFuture<HttpResponse<byte[]>> pending =
                client().sendAsync(request.timeout(patience).build(), info -> new LimitedBody());
        try {
            HttpResponse<byte[]> response = pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").flatMap(this::wait));
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new HttpFailure("did not answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new HttpFailure("cannot be reached: " + reason(e.getCause()));
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new HttpFailure("was not waited for: the run ends");
        }
    }

    /** In seconds, or until an instant. */
    Optional<Duration> wait(String text) {
        try {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())));
        } catch (NumberFormatException e) {
            try {
                long until = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant()
                        .toEpochMilli();
                return Optional.of(Duration.ofMillis(until - wallMillis.getAsLong()));
            } catch (DateTimeParseException unknown) {
                return Optional.empty();
            }
        }
    }

    /** In words of our own: what the other side sent may be anything, a secret included. */
    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return "it takes too long";
        }
        if (cause instanceof ConnectException) {
            return cause.getCause() instanceof UnresolvedAddressException ? "its name is not known" : "no connection";
        }
        if (cause instanceof SSLException) {
            return "no TLS with a certificate that is trusted";
        }
        return cause instanceof LimitedBody.TooLong
                ? "its answer is longer than " + LimitedBody.LONGEST + " bytes"
                : "its answer broke off or is no HTTP";
    }
}
