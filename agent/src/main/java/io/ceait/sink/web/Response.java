package io.ceait.sink.web;

import java.nio.charset.StandardCharsets;

/**
 * An answer, whole before its first byte is sent. The body is not copied: whoever makes it leaves it as it is.
 *
 * @param type the media type, with its charset
 */
public record Response(
        int status,
        String type,
        @SuppressWarnings("ArrayRecordComponent") byte[] body) {

    public static Response ok(String type, byte[] body) {
        return new Response(200, type, body);
    }

    /** A sentence for people. */
    public static Response text(int status, String sentence) {
        return new Response(status, "text/plain; charset=utf-8", (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** One object of JSON. */
    public static Response json(String text) {
        return ok("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    /** What is asked for is there when the first sample is. */
    public static Response notBegun() {
        return text(503, "the run has not begun yet");
    }
}
