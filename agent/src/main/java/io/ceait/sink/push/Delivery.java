package io.ceait.sink.push;

import io.ceait.http.HttpFailure;
import io.ceait.http.HttpSender;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.Set;

/** Hands figures over by HTTP, and tells what may pass from what will not. */
public final class Delivery {

    /** What a receiver answers that has no time now: what OTLP counts as such, and what proxies say. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private final HttpSender http;

    public Delivery(HttpSender http) {
        this.http = http;
    }

    /** @return the answer of a receiver that has taken it */
    public HttpSender.Answer deliver(HttpRequest.Builder request) throws PushException {
        HttpSender.Answer answer;
        try {
            answer = http.send(request);
        } catch (HttpFailure e) {
            throw PushException.passing(e.why(), Optional.empty());
        }
        int status = answer.status();
        if (status / 100 == 2) {
            return answer;
        }
        String why = "answered " + status + meaning(status);
        throw PASSING.contains(status) ? PushException.passing(why, answer.retryAfter()) : PushException.lasting(why);
    }

    /** What it says itself may be anything, and is not repeated. */
    private static String meaning(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> ": it sends us elsewhere, where we do not go; state that address itself";
            case 400 -> ": it does not take these figures";
            case 401, 403 -> ": it does not know us";
            case 404, 405 -> ": it takes no figures at this address";
            case 413 -> ": these are too many figures for it";
            case 429 -> ": it gets too many";
            default -> status >= 500 ? ": it is in trouble" : "";
        };
    }
}
