package io.ceait.progress;

import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A stream socket in the file system that a job connects to and writes lines into. It is read as fast as anybody writes, so
 * that nobody waits, from {@link #MOST_CONNECTIONS} connections at most; more are closed at once. When the agent is gone a
 * write fails, which a job that is to go on has to expect.
 */
final class LocalSocket implements LineSource {

    private static final int MOST_CONNECTIONS = 64;
    private static final int CHUNK = 1 << 14;

    /** The part of a file's mode that says of what kind it is, and what it says of a socket ({@code inode(7)}). */
    private static final int FILE_TYPE = 0170000;

    private static final int SOCKET = 0140000;
    private static final String OWNER = "unix:uid";
    private static final Path US = Path.of("/proc/self");

    private final String name;
    private final Path path;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);

    private LocalSocket(String name, Path path, ServerSocketChannel server, Selector selector) {
        this.name = name;
        this.path = path;
        this.server = server;
        this.selector = selector;
    }

    /**
     * Makes the socket, which the user alone may write to; a dead one of an agent that was killed makes room.
     *
     * @throws InputException if it cannot be made there
     */
    static LocalSocket bind(String name, Path path) {
        try {
            removeIfDead(name, path);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(path), MOST_CONNECTIONS);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
                server.configureBlocking(false);
                Selector selector = Selector.open();
                server.register(selector, SelectionKey.OP_ACCEPT);
                return new LocalSocket(name, path, server, selector);
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new InputException(name + ": no socket can be made at " + path + ": " + TextFiles.reason(e), e);
        }
    }

    private static void removeIfDead(String name, Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        // Of a link, what stands here is the link.
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & FILE_TYPE) != SOCKET) {
            throw new InputException(name + ": " + path + " is there and is no socket: name another path");
        }
        if (!Files.getAttribute(path, OWNER, LinkOption.NOFOLLOW_LINKS).equals(Files.getAttribute(US, OWNER))) {
            throw new InputException(name + ": the socket " + path + " is another user's: name another path");
        }
        try (SocketChannel unused = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new InputException(name + ": somebody listens at " + path + " already: name another path");
        } catch (ConnectException e) {
            // Refused, as by a stream socket that nobody holds any more. One of datagrams says something else.
            Files.delete(path);
        } catch (IOException e) {
            throw new InputException(
                    name + ": at " + path + " is a socket that is not known to be dead (" + TextFiles.reason(e)
                            + "): name another path, or remove it",
                    e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void poll(long waitMillis, Consumer<String> lines) throws IOException {
        selector.select(waitMillis);
        serve(lines);
    }

    @Override
    public void drain(Consumer<String> lines) throws IOException {
        // What was written before the end is in the kernel's hands, and at most some hundred kilobytes for each.
        for (int i = 0; i < MOST_CONNECTIONS && selector.selectNow() > 0; i++) {
            serve(lines);
        }
        for (SelectionKey key : new ArrayList<>(selector.keys())) {
            if (key.attachment() instanceof LineSplitter splitter) {
                splitter.end();
            }
        }
    }

    private void serve(Consumer<String> lines) throws IOException {
        List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
        selector.selectedKeys().clear();
        for (SelectionKey key : ready) {
            if (key.isValid() && key.isAcceptable()) {
                accept(lines);
            } else if (key.isValid() && key.isReadable()) {
                read((SocketChannel) key.channel(), (LineSplitter) key.attachment());
            }
        }
    }

    private void accept(Consumer<String> lines) throws IOException {
        SocketChannel connection = server.accept();
        if (connection == null) {
            return;
        }
        if (selector.keys().size() > MOST_CONNECTIONS) {
            connection.close();
            return;
        }
        connection.configureBlocking(false);
        connection.register(selector, SelectionKey.OP_READ, new LineSplitter(lines));
    }

    private void read(SocketChannel connection, LineSplitter splitter) throws IOException {
        int count;
        try {
            buffer.clear();
            count = connection.read(buffer);
        } catch (IOException e) {
            // The other end is gone.
            count = -1;
        }
        if (count < 0) {
            splitter.end();
            connection.close();
            return;
        }
        buffer.flip();
        splitter.take(buffer);
    }

    @Override
    public void wake() {
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
        Files.deleteIfExists(path);
    }
}
