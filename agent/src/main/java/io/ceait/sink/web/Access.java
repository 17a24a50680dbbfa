package io.ceait.sink.web;

import com.sun.net.httpserver.HttpExchange;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Who may read, and whether others on the way can.
 *
 * @param tls key and certificate of what encrypts; without them nothing does
 * @param passwords who is let in; without it everybody who reaches the port
 */
public record Access(Optional<X509ExtendedKeyManager> tls, Optional<Passwords> passwords) implements AccessSource {

    /** For the loopback interface of a machine whose users may know. */
    public static final Access OPEN = new Access(Optional.empty(), Optional.empty());

    /** It does not change. */
    @Override
    public Access current() {
        return this;
    }

    Optional<Response> refusal(HttpExchange exchange) {
        if (passwords.isEmpty()) {
            return Optional.empty();
        }
        Passwords.Verdict verdict =
                passwords.get().check(exchange.getRequestHeaders().getFirst("Authorization"));
        return switch (verdict) {
            case WELCOME -> Optional.empty();
            case UNKNOWN -> {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"ceait\", charset=\"UTF-8\"");
                yield Optional.of(
                        Response.text(401, "a user and a password of the agent's web configuration are needed"));
            }
            case LATER -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                yield Optional.of(Response.text(429, "another password is being checked: ask again in a second"));
            }
        };
    }
}
