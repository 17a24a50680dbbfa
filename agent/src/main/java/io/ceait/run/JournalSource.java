package io.ceait.run;

import java.nio.file.Path;

/**
 * A journal that is to be read.
 *
 * @param file the part that grows, or grew; those before it are beside it
 * @param sealed whether its lines have checksums, as those of version 0.1.0 have not. What its header says, and never what a
 *     single line looks like: one that was damaged may have lost its seal
 */
record JournalSource(Path file, boolean sealed) {

    static JournalSource sealed(Path file) {
        return new JournalSource(file, true);
    }
}
