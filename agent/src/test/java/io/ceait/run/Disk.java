package io.ceait.run;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** A disk that can be full: half of what is written gets through, and an error is told. */
final class Disk implements JournalFile.Opener {

    /** How many of the next writes find it full. */
    volatile int fullWrites;

    @Override
    public FileOutputStream open(Path file) throws IOException {
        return new FileOutputStream(file.toFile(), true) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
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
