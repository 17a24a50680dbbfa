package io.ceait.progress;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Makes lines of bytes as they come. A carriage return ends a line, too, as progress bars write it; a line without its end
 * waits for the rest. Of a line that is too long only the beginning is kept, so that memory stays bounded.
 */
final class LineSplitter {

    /** Of a line, in bytes. */
    static final int LONGEST = 1024;

    private final Consumer<String> lines;
    private final byte[] line = new byte[LONGEST];
    private int length;

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Takes what is left in {@code bytes}. */
    void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n' || b == '\r') {
                end();
            } else if (length < LONGEST) {
                line[length++] = b;
            }
        }
    }

    /** Nothing more will come: what has no end yet is a line, too. */
    void end() {
        if (length > 0) {
            lines.accept(new String(line, 0, length, StandardCharsets.UTF_8));
            length = 0;
        }
    }

    /** What came so far belongs to something that is no more. */
    void forget() {
        length = 0;
    }
}
