package io.ceait.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and the agent, listens to what is asked, and can cut all connections at once. */
final class Relay implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final int agentPort;

    Relay(String endpoint) throws IOException {
        agentPort = URI.create(endpoint).getPort();
        daemon(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/";
    }

    /** What clients have sent so far, in pieces as they came. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    void cut() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket agent = new Socket(InetAddress.getLoopbackAddress(), agentPort);
                open.add(client);
                open.add(agent);
                daemon(() -> copy(client, agent, true));
                daemon(() -> copy(agent, client, false));
            }
        } catch (IOException e) {
            // Closed at the end of the test.
            return;
        }
    }

    private void copy(Socket from, Socket to, boolean listen) {
        byte[] buffer = new byte[16_384];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (listen) {
                    asked.add(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // Cut, by us or by one of the two.
            return;
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
