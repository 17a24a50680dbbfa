package io.ceait.sink.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The lower end of a terminal, drawn over again and again in place. What else is written to the terminal through {@link
 * #messages} scrolls away above it and is not lost. Without a terminal nothing is drawn.
 */
final class Screen {

    private static final String UP = "\u001b[%dA";
    private static final String ERASE_BELOW = "\r\u001b[J";

    private final PrintStream out;
    private List<String> drawn = List.of();

    Screen(PrintStream out) {
        this.out = out;
    }

    /** Takes the place of what was drawn before; no line may be longer than the terminal is wide. */
    synchronized void draw(List<String> lines) {
        StringBuilder text = new StringBuilder();
        erase(text);
        lines.forEach(line -> text.append(line).append('\n'));
        drawn = List.copyOf(lines);
        write(text.toString());
    }

    /** Leaves nothing behind. */
    synchronized void clear() {
        if (!drawn.isEmpty()) {
            StringBuilder text = new StringBuilder();
            erase(text);
            drawn = List.of();
            write(text.toString());
        }
    }

    private void erase(StringBuilder text) {
        if (!drawn.isEmpty()) {
            text.append(String.format(Locale.ROOT, UP, drawn.size())).append(ERASE_BELOW);
        }
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    private synchronized void message(byte[] lines) {
        List<String> again = drawn;
        StringBuilder erased = new StringBuilder();
        erase(erased);
        write(erased.toString());
        out.write(lines, 0, lines.length);
        drawn = List.of();
        if (again.isEmpty()) {
            out.flush();
        } else {
            draw(again);
        }
    }

    /** Where whole lines go that are to stay. */
    OutputStream messages() {
        return new OutputStream() {
            private final ByteArrayOutputStream line = new ByteArrayOutputStream();

            @Override
            public synchronized void write(int b) {
                line.write(b);
                if (b == '\n') {
                    flushLine();
                }
            }

            @Override
            public synchronized void write(byte[] bytes, int from, int length) {
                line.write(bytes, from, length);
                if (length > 0 && bytes[from + length - 1] == '\n') {
                    flushLine();
                }
            }

            private void flushLine() {
                message(line.toByteArray());
                line.reset();
            }
        };
    }
}
