package io.ceait.target;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;

/** The kernel's own files. All are read into one buffer, each parsed before the next one. */
final class Procfs implements ProcessFiles {

    private static final int ROLLUP_BYTES = 1024;
    private static final long KILOBYTE = 1024;

    private final Path root;
    private final byte[] buffer = new byte[4096];
    private final Cursor cursor = new Cursor();
    private final Descendants descendants;

    Procfs(Path root) {
        this.root = root;
        this.descendants = new Descendants(root, buffer);
    }

    @Override
    public StatFile open(int pid, ProcessStat first) throws IOException {
        Path path = root.resolve(pid + "/stat");
        KernelFile file = KernelFile.open(path, buffer);
        if (!first.parse(file.bytes(), file.length())) {
            file.close();
            throw new IOException(path + " is not in the kernel's format");
        }
        return new Opened(file);
    }

    private record Opened(KernelFile file) implements StatFile {

        @Override
        public boolean read(ProcessStat into) {
            try {
                return file.read() > 0 && into.parse(file.bytes(), file.length());
            } catch (IOException e) {
                // The kernel answers ESRCH through the open file: the process has been waited for.
                return false;
            }
        }

        @Override
        public void close() {
            file.close();
        }
    }

    @Override
    public boolean read(int pid, ProcessStat into) {
        return into.read(root, pid, buffer);
    }

    @Override
    public List<Integer> newBelow(List<Member> above, IntPredicate known) {
        return descendants.newBelow(above, known);
    }

    @Override
    public long proportionalBytes(int pid) {
        // On another thread: with a buffer and a cursor of its own.
        try (KernelFile rollup =
                KernelFile.open(new File(root + "/" + pid + "/smaps_rollup"), new byte[ROLLUP_BYTES])) {
            return parseProportional(rollup.bytes(), rollup.length());
        } catch (IOException e) {
            // Gone, another user's, or a kernel before 4.14.
            return -1;
        }
    }

    /** The line {@code Pss: 236 kB} below the range of addresses. */
    static long parseProportional(byte[] text, int length) {
        Cursor at = new Cursor().over(text, length);
        while (!at.atEnd()) {
            if (at.skip("Pss:")) {
                long kilobytes = at.number();
                return kilobytes < 0 || kilobytes > Long.MAX_VALUE / KILOBYTE ? -1 : kilobytes * KILOBYTE;
            }
            at.nextLine();
        }
        return -1;
    }

    @Override
    public long sharedPages(int pid) {
        try (KernelFile statm = KernelFile.open(new File(root + "/" + pid + "/statm"), buffer)) {
            cursor.over(statm);
            cursor.skipWords(2);
            return Math.max(-1, cursor.number());
        } catch (IOException e) {
            // Gone, or not ours: the next tick will tell.
            return -1;
        }
    }
}
