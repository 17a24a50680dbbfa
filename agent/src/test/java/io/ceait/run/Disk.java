package io.ceait.run;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A disk that can be full: half of what is written gets through, and an error is told. It may be broken otherwise, too. */
final class Disk implements JournalFile.Opener {

    /** How many of the next writes find it full. */
    volatile int fullWrites;

    /** How many of the next attempts to make a file shorter fail. */
    int fullTruncations;

    /** What a write throws that is in none of the file's declarations. */
    volatile @Nullable Error error;

    /** Done when a file is to be opened, in place of it, once. */
    @Nullable
    Prank insteadOfOpening;

    @FunctionalInterface
    interface Prank {
        void on(Path file) throws IOException;
    }

    @Override
    public JournalFile.AppendedFile open(Path file) throws IOException {
        Prank prank = insteadOfOpening;
        if (prank != null) {
            insteadOfOpening = null;
            prank.on(file);
            throw new IOException("Too many open files");
        }
        return new JournalFile.AppendedFile(file) {
            @Override
            void truncate(long length) throws IOException {
                if (fullTruncations > 0) {
                    fullTruncations--;
                    throw new IOException("Input/output error");
                }
                super.truncate(length);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                Error thrown = error;
                if (thrown != null) {
                    error = null;
                    throw thrown;
                }
                if (fullWrites > 0) {
                    fullWrites--;
                    super.write(bytes, from, length / 2);
                    throw new IOException("No space left on device");
                }
                super.write(bytes, from, length);
            }
        };
    }
}
