package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that mean harm, or do it: ticks go on, the job's figures stay right, and the next honest client is answered. */
class HostileClientsIT {

    private static final long SEED = Long.getLong("ceait.seed", System.nanoTime());

    private static final List<String> MALFORMED = List.of(
            "GET",
            "\r\n\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "GET /metrics\r\n\r\n",
            "GET http://[::1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /%zz%00%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET //localhost/metrics?a=%u0000&&&=== HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /api/v1/series?points=-1&since=NaN HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /api/v1/series?since=99999999999999999999 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: \u0001\u00ff\r\n\r\n",
            "GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            "GET /metrics HTTP/1.1\r\n: empty\r\nno colon\r\n\r\n",
            "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\nabc",
            "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\nffffffff\r\n",
            "PUT /run.json HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n",
            "DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n");

    @TempDir
    Path dir;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong attempts = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private int port;

    private RunOutputs run() {
        return new RunOutputs(dir.resolve("runs/it"));
    }

    /** What one hostile client does, again and again. */
    @FunctionalInterface
    private interface Client {
        void attack(Random random, List<Socket> kept) throws IOException;
    }

    private void attackWith(int number, Client client) {
        for (int i = 0; i < number; i++) {
            Random random = new Random(SEED + threads.size());
            Thread thread = new Thread(() -> attack(client, random), "hostile");
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void attack(Client client, Random random) {
        List<Socket> kept = new ArrayList<>();
        while (!over.get()) {
            try {
                client.attack(random, kept);
            } catch (IOException e) {
                // Thrown out, which is the server's right.
                attempts.incrementAndGet();
            }
            attempts.incrementAndGet();
        }
        for (Socket socket : kept) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.setSoTimeout(2_000);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Asks as fast as it can, and reads. */
    private void flood(Random random, List<Socket> kept) throws IOException {
        List<String> paths = List.of("/metrics", "/api/v1/run", "/api/v1/series", "/", "/-/healthy");
        try (Socket socket = connect()) {
            String path = paths.get(random.nextInt(paths.size()));
            send(socket, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            while (in.read(buffer) >= 0 && !over.get()) {
                continue;
            }
        }
    }

    /** Keeps connections open and sends a letter now and then. */
    private void dawdle(Random random, List<Socket> kept) throws IOException {
        if (kept.size() < 40) {
            Socket socket = connect();
            kept.add(socket);
            send(socket, "GET /metrics HTTP/1.1\r\nX-Slow: ");
        } else {
            int index = random.nextInt(kept.size());
            try {
                send(kept.get(index), "x");
                Thread.onSpinWait();
            } catch (IOException e) {
                kept.remove(index).close();
                throw e;
            }
        }
    }

    /** Asks for much and reads nothing. */
    private void hoard(Random random, List<Socket> kept) throws IOException {
        if (kept.size() >= 20) {
            kept.remove(random.nextInt(kept.size())).close();
        }
        Socket socket = connect();
        kept.add(socket);
        send(socket, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(50));
    }

    /** Speaks nonsense. */
    private void babble(Random random, List<Socket> kept) throws IOException {
        try (Socket socket = connect()) {
            if (random.nextInt(4) == 0) {
                byte[] noise = new byte[random.nextInt(20_000)];
                random.nextBytes(noise);
                socket.getOutputStream().write(noise);
            } else if (random.nextInt(8) == 0) {
                send(socket, "GET / HTTP/1.1\r\n" + ("X-" + "a".repeat(500) + ": b\r\n").repeat(200) + "\r\n");
            } else {
                send(socket, MALFORMED.get(random.nextInt(MALFORMED.size())));
            }
            socket.shutdownOutput();
            int first = socket.getInputStream().read();
            assertThat(first).isBetween(-1, 255);
        }
    }

    @Test
    void whateverClientsDoTheRunIsMeteredAsIfTheyWereNotThere() throws Exception {
        Path go = dir.resolve("go");
        Path used = dir.resolve("used");
        String job = "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; while [ ! -e " + go
                + " ]; do sleep 0.05; done; cat /proc/$$/stat >" + used + "; exit 7";
        try (Simulator server = Simulator.start("two-socket-server", dir.resolve("sys"));
                Agent agent = Agent.launch(
                        "run",
                        "--path.sysfs",
                        server.sysfs(),
                        "--interval",
                        "50ms",
                        "--listen",
                        "127.0.0.1:0",
                        "--out",
                        dir.resolve("runs"),
                        "--run-id",
                        "it",
                        "--",
                        "sh",
                        "-c",
                        job)) {
            Shell.await("samples", () -> run().journalLines() >= 4);
            run().awaitReady();
            port = URI.create(run().endpoint()).getPort();
            Map<String, Double> counters = Guarantee.assertNoCounterFell(Map.of(), run().scrape());
            attackWith(3, this::flood);
            attackWith(3, this::dawdle);
            attackWith(2, this::hoard);
            attackWith(2, this::babble);
            long before = run().journalLines();
            Shell.await("ticks go on", () -> run().journalLines() >= before + 40 && attempts.get() > 500);
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            // The next honest client.
            Shell.await("an answer", () -> answers());
            Guarantee.assertNoCounterFell(counters, run().scrape());
            Files.createFile(go);
            Agent.Ended ended = agent.await();
            assertThat(ended.code()).as(ended.err()).isEqualTo(7);
            assertThat(ended.err()).doesNotContain("Exception").doesNotContain("\tat ");
        }
        Guarantee.assertEnergiesAreTheCounters(run(), run().journal());
        Guarantee.assertKept(run());
        String[] stat = Files.readString(used).strip().split(" ", -1);
        double seconds = (Long.parseLong(stat[13]) + Long.parseLong(stat[14])) / 100.0;
        // The naps of its loop are processes of their own.
        assertThat(run().summary().number("/job_cpu_s")).isBetween(seconds - 0.05, seconds + 1.5);
        assertThat(run().runFile().text("/run_id")).isEqualTo("it");
    }

    private boolean answers() throws InterruptedException {
        try {
            return run().get("/metrics").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
