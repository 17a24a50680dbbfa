package io.ceait.endtoend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands between an agent and the kernel and lies to it on demand ({@code faults.c}): other clocks, and errors for all
 * files below one path. Needs no rights.
 */
final class Liar {

    /** Error numbers of Linux. */
    enum Errno {
        ENOENT(2),
        EIO(5),
        EACCES(13),
        ENODEV(19),
        ENOSPC(28),
        EROFS(30),
        EDQUOT(122);

        private final int number;

        Errno(int number) {
            this.number = number;
        }
    }

    private static final int WALL = 0;
    private static final int MONOTONIC = 1;
    private static final int WRITING = 2;
    private static final int READING = 3;
    private static final int ANSWERED = 4;
    private static final int WORDS = 5;

    private final Path library;
    private final Path page;
    private final Path about;

    private Liar(Path library, Path page, Path about) {
        this.library = library;
        this.page = page;
        this.about = about;
    }

    /** @param about whose files the errors are about: a path without links, and everything below it */
    static Liar buildIn(Path folder, Path about) throws IOException, InterruptedException {
        Path library = CProgram.buildIn(folder, "faults", "-shared", "-fPIC", "-ldl");
        return new Liar(library, Files.write(folder.resolve("faults.page"), new byte[WORDS * Long.BYTES]), about);
    }

    Agent launch(Object... args) throws IOException {
        List<String> prefix = new ArrayList<>(List.of("env", "LD_PRELOAD=" + library));
        prefix.add("FAULTS_PAGE=" + page);
        prefix.add("FAULTS_PATH=" + about);
        prefix.add(Agent.LAUNCHER.toString());
        return Agent.startWith(prefix, Agent.Redirect.NOTHING, args);
    }

    void setWallClockBy(Duration by) throws IOException {
        set(WALL, by.toNanos());
    }

    void setMonotonicClockBy(Duration by) throws IOException {
        set(MONOTONIC, by.toNanos());
    }

    /** Whatever is written, made, renamed or removed there fails. */
    void failWritingWith(Errno errno) throws IOException {
        set(WRITING, errno.number);
    }

    void failReadingWith(Errno errno) throws IOException {
        set(READING, errno.number);
    }

    void heal() throws IOException {
        set(WRITING, 0);
        set(READING, 0);
    }

    /** How many calls have failed so far. */
    long answered() throws IOException {
        ByteBuffer word = word();
        try (FileChannel file = FileChannel.open(page, StandardOpenOption.READ)) {
            file.read(word, ANSWERED * Long.BYTES);
        }
        return word.getLong(0);
    }

    private void set(int index, long value) throws IOException {
        ByteBuffer word = word();
        word.putLong(0, value);
        try (FileChannel file = FileChannel.open(page, StandardOpenOption.WRITE)) {
            file.write(word, (long) index * Long.BYTES);
        }
    }

    private static ByteBuffer word() {
        return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    }
}
