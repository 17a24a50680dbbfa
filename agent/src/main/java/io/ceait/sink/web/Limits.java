package io.ceait.sink.web;

import java.time.Duration;

/**
 * How much of the machine clients may take together. A client beyond a limit is turned away; the run does not notice.
 *
 * @param threads requests that are answered at one time
 * @param queue requests that wait for a thread; the connections of more are closed
 * @param streams event streams at one time
 * @param patience for how long a thread waits for one client to send its request or to take the answer
 */
record Limits(int threads, int queue, int streams, Duration patience) {

    /** Fifty scrapers and twenty open pages are far within. */
    static final Limits DEFAULT = new Limits(16, 128, 32, Duration.ofSeconds(15));

    private static final int CONNECTIONS = 256;
    private static final int HEADER_BYTES = 16_384;
    private static final int HEADERS = 64;

    /**
     * What the JDK's server takes from system properties alone, and only before its first use. What the user has set on the
     * command line of the JVM stands.
     */
    static void applyToJdkServer() {
        setIfAbsent("jdk.httpserver.maxConnections", CONNECTIONS);
        setIfAbsent("sun.net.httpserver.maxReqHeaderSize", HEADER_BYTES);
        setIfAbsent("sun.net.httpserver.maxReqHeaders", HEADERS);
    }

    private static void setIfAbsent(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }
}
