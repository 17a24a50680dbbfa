package io.ceait.sink.web.live;

import io.ceait.sink.web.Response;
import io.ceait.sink.web.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The files of the page, from the jar, each on its own request: nothing is loaded before somebody looks. */
final class Page {

    private static final Map<String, String> TYPES = Map.of(
            "live.html", "text/html; charset=utf-8",
            "live.css", "text/css; charset=utf-8",
            "live.js", "text/javascript; charset=utf-8",
            "chart.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml",
            "uPlot.iife.min.js", "text/javascript; charset=utf-8",
            "uPlot.min.css", "text/css; charset=utf-8");

    private Page() {}

    static void serveOn(WebServer server) {
        server.serve("/", request -> file("live.html"));
        for (String name : TYPES.keySet()) {
            if (!name.equals("live.html")) {
                server.serve("/live/" + name, request -> file(name));
            }
        }
    }

    private static Response file(String name) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return Response.ok(TYPES.getOrDefault(name, ""), in.readAllBytes());
        }
    }
}
