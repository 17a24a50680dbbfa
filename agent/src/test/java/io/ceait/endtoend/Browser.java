package io.ceait.endtoend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A page in a headless Chromium, driven by the DevTools protocol. */
final class Browser implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<String>> answers;
    private final List<String> complaints;
    private String session = "";

    private Browser(
            Process process,
            WebSocket socket,
            Map<Integer, CompletableFuture<String>> answers,
            List<String> complaints) {
        this.process = process;
        this.socket = socket;
        this.answers = answers;
        this.complaints = complaints;
    }

    static boolean isInstalled() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "chromium")));
    }

    static Browser start(Path profile) throws IOException, InterruptedException {
        Path log = profile.resolveSibling("chromium.log");
        // Run by root, as in a container, it has no sandbox; it sees our own pages alone.
        Process process = new ProcessBuilder(
                        "chromium",
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        Shell.await(
                "Chromium", () -> Files.exists(port) && Files.readAllLines(port).size() == 2);
        List<String> address = Files.readAllLines(port);
        Map<Integer, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
        List<String> complaints = Collections.synchronizedList(new ArrayList<>());
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + address.get(0) + address.get(1)),
                        new Listener(answers, complaints))
                .join();
        Browser browser = new Browser(process, socket, answers, complaints);
        String target = browser.call("Target.createTarget", Map.of("url", "about:blank"))
                .text("/result/targetId");
        browser.session = browser.call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .text("/result/sessionId");
        browser.call("Page.enable", Map.of());
        browser.call("Runtime.enable", Map.of());
        browser.call("Log.enable", Map.of());
        return browser;
    }

    /** Collects answers by number, and what the page has to complain of. */
    private static final class Listener implements WebSocket.Listener {

        private final Map<Integer, CompletableFuture<String>> answers;
        private final List<String> complaints;
        private final StringBuilder text = new StringBuilder();

        Listener(Map<Integer, CompletableFuture<String>> answers, List<String> complaints) {
            this.answers = answers;
            this.complaints = complaints;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void take(String message) {
            if (message.contains("\"method\":\"Runtime.exceptionThrown\"")
                    || message.contains("\"method\":\"Log.entryAdded\"") && message.contains("\"level\":\"error\"")) {
                complaints.add(message);
            }
            if (message.startsWith("{\"id\":")) {
                int number = Integer.parseInt(message.substring(6, message.indexOf(',')));
                CompletableFuture<String> answer = answers.remove(number);
                if (answer != null) {
                    answer.complete(message);
                }
            }
        }
    }

    private JsonFields call(String method, Map<String, Object> parameters) throws IOException {
        int number = numbers.incrementAndGet();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("id", number);
            json.writeStringField("method", method);
            if (!session.isEmpty()) {
                json.writeStringField("sessionId", session);
            }
            json.writeObjectFieldStart("params");
            write(json, parameters);
            json.writeEndObject();
            json.writeEndObject();
        }
        CompletableFuture<String> answer = new CompletableFuture<>();
        answers.put(number, answer);
        socket.sendText(text.toString(), true).join();
        return JsonFields.parse(
                answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    }

    @SuppressWarnings("unchecked")
    private static void write(JsonGenerator json, Map<String, Object> fields) throws IOException {
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            json.writeFieldName(field.getKey());
            if (field.getValue() instanceof Object[] list) {
                json.writeStartArray();
                for (Object item : list) {
                    json.writeStartObject();
                    write(json, (Map<String, Object>) item);
                    json.writeEndObject();
                }
                json.writeEndArray();
            } else {
                json.writePOJO(field.getValue());
            }
        }
    }

    /** The size of a window and the theme that its user likes. */
    void look(int width, int height, boolean dark) throws IOException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        Map<String, Object> theme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        call("Emulation.setEmulatedMedia", Map.of("features", new Object[] {theme}));
    }

    void go(String url) throws IOException {
        call("Page.navigate", Map.of("url", url));
    }

    /** The value of an expression of the page, as text. */
    String ask(String expression) throws IOException {
        JsonFields answer = call(
                "Runtime.evaluate",
                Map.of("expression", "Promise.resolve(" + expression + ").then(String)", "awaitPromise", true));
        // While a page is being loaded there may be nothing to ask.
        return answer.has("/result/result/value")
                ? answer.text("/result/result/value")
                : answer.text("/result/result/description");
    }

    void await(String what, String expression) throws IOException, InterruptedException {
        Shell.await(what, () -> ask(expression).equals("true"));
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        String png = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                .text("/result/data");
        Files.write(file, Base64.getDecoder().decode(png));
    }

    /** Errors that the page has logged: exceptions, refused resources, breaches of the content security policy. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
