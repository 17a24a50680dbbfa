package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where metrics are served when the usual port is not to be had, and when none is wanted. */
class MetricsPortIT {

    private static final int DEFAULT_PORT = 29477;

    @TempDir
    Path dir;

    @Test
    void theDefaultPortTakenMeansAnotherOneThatIsNamed() throws Exception {
        try (ServerSocket usual = takeOrLeave()) {
            Agent.Ended ended = Agent.run("--machine", "--duration", "400ms", "--interval", "100ms", "--out", dir)
                    .succeeded();
            String endpoint = RunOutputs.onlyOneBelow(dir).endpoint();
            assertThat(endpoint).startsWith("http://127.0.0.1:").doesNotEndWith(":" + DEFAULT_PORT);
            assertThat(ended.err()).contains("port " + DEFAULT_PORT + " is in use", endpoint);
            assertThat(usual.isClosed()).isFalse();
        }
    }

    /** Another meter of this machine may hold the port already, which is as good. */
    private static ServerSocket takeOrLeave() throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), DEFAULT_PORT), 1);
        } catch (java.net.BindException e) {
            assertThat(e).hasMessageContaining("in use");
        }
        return socket;
    }

    @Test
    void noPortIfNoneIsWanted() throws Exception {
        Agent.run("--machine", "--duration", "200ms", "--no-listen", "--out", dir)
                .succeeded();
        assertThat(RunOutputs.onlyOneBelow(dir).endpoint()).isEqualTo("null");
    }

    @Test
    void onlyReadersAreServedWhileTheJobRuns() throws Exception {
        try (Agent agent = Agent.start("--machine", "--listen", "127.0.0.1:0", "--out", dir, "--run-id", "http")) {
            RunOutputs run = new RunOutputs(dir.resolve("http"));
            Shell.await("samples", () -> run.journalLines() >= 3);
            run.awaitReady();
            assertThat(run.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(run.get("/-/healthy").statusCode()).isEqualTo(200);
            assertThat(run.get("/../run.json").statusCode()).isEqualTo(404);
            assertThat(run.get("/absent").statusCode()).isEqualTo(404);
            Shell.Ended posted = Shell.run(
                    "bash",
                    "-c",
                    "exec 3<>/dev/tcp/127.0.0.1/$0; printf 'POST /metrics HTTP/1.0\\r\\nContent-Length: 0\\r\\n\\r\\n'"
                            + " >&3; head -n 1 <&3",
                    run.endpoint().substring(run.endpoint().lastIndexOf(':') + 1));
            assertThat(posted.output()).contains("405");
            agent.signal("TERM");
            agent.await().succeeded();
        }
    }
}
