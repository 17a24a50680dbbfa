package io.ceait.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ceait.data.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSocketTest {

    private static final long SOON = 100;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private final List<String> lines = new ArrayList<>();

    private static SocketChannel connect(Path path) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    private static void send(SocketChannel to, String text) throws IOException {
        to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void await(LocalSocket socket, int count) throws IOException {
        for (int i = 0; i < 100 && lines.size() < count; i++) {
            socket.poll(SOON, lines::add);
        }
    }

    @Test
    void linesOfSeveralConnectionsAreKeptApart() throws IOException {
        Path path = dir.resolve("s");
        LocalSocket socket = LocalSocket.bind("--progress", path);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        try (SocketChannel one = connect(path);
                SocketChannel other = connect(path)) {
            send(one, "step 1");
            send(other, "epoch 1/2\n");
            await(socket, 1);
            send(one, "/10\n");
            await(socket, 2);
            send(one, "step 2/10");
        }
        await(socket, 3);
        assertThat(lines).containsExactly("epoch 1/2", "step 1/10", "step 2/10");
        socket.close();
        assertThat(path).doesNotExist();
    }

    @Test
    void whatWasWrittenBeforeTheEndIsReadAtTheEnd() throws IOException {
        Path path = dir.resolve("s");
        LocalSocket socket = LocalSocket.bind("--progress", path);
        try (SocketChannel one = connect(path)) {
            send(one, "step 9/10\nstep 10/10");
        }
        socket.drain(lines::add);
        assertThat(lines).containsExactly("step 9/10", "step 10/10");
        socket.close();
    }

    @Test
    void aDeadSocketMakesRoomAndALivingOneDoesNot() throws IOException {
        Path path = dir.resolve("s");
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(path));
        dead.close();
        assertThat(path).exists();
        LocalSocket socket = LocalSocket.bind("--progress", path);
        assertThatThrownBy(() -> LocalSocket.bind("--progress", path))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("somebody listens at");
        socket.close();
    }

    /** A pipe, a device and a link are nobody's dead socket, though a connection to them is refused, too. */
    @Test
    void whatIsNoSocketStays() throws Exception {
        Path pipe = dir.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path dead = dir.resolve("dead");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(dead));
        }
        Path link = Files.createSymbolicLink(dir.resolve("link"), dead);
        Path dangling = Files.createSymbolicLink(dir.resolve("dangling"), dir.resolve("nothing"));
        for (Path path : List.of(pipe, link, dangling, Path.of("/dev/null"))) {
            assertThatThrownBy(() -> LocalSocket.bind("--progress", path))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(path + " is there and is no socket");
            assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
        }
    }

    /** Java makes none of datagrams. */
    @Test
    void aLivingSocketOfDatagramsStays() throws Exception {
        Path path = dir.resolve("datagrams");
        Process owner;
        try {
            owner = new ProcessBuilder(
                            "python3",
                            "-c",
                            "import socket,sys\ns=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM)\n"
                                    + "s.bind(sys.argv[1])\nprint('bound',flush=True)\nsys.stdin.read()",
                            path.toString())
                    .start();
        } catch (IOException e) {
            assumeThat(e).as("python3 makes the socket").isNull();
            return;
        }
        try (BufferedReader said = owner.inputReader()) {
            assertThat(said.readLine()).isEqualTo("bound");
            assertThatThrownBy(() -> LocalSocket.bind("--progress", path))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("not known to be dead");
            assertThat(path).exists();
        } finally {
            owner.destroy();
        }
    }

    @Test
    void aFileIsNotWrittenOver() throws IOException {
        Path path = Files.writeString(dir.resolve("s"), "mine");
        assertThatThrownBy(() -> LocalSocket.bind("--progress", path)).hasMessageContaining("is no socket");
        assertThat(path).hasContent("mine");
        assertThatThrownBy(() -> LocalSocket.bind("--progress", dir.resolve("none/s")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no socket can be made at");
    }
}
