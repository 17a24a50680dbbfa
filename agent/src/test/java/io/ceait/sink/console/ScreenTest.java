package io.ceait.sink.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    /** What a terminal shows that was sent these bytes: its lines, the last of which holds the cursor. */
    private List<String> shown() {
        List<String> lines = new ArrayList<>(List.of(""));
        int row = 0;
        String sent = bytes.toString(StandardCharsets.UTF_8);
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            if (c == '\n') {
                row++;
                if (row == lines.size()) {
                    lines.add("");
                }
            } else if (c == '\u001b') {
                int end = i + 2;
                while (Character.isDigit(sent.charAt(end))) {
                    end++;
                }
                if (sent.charAt(end) == 'A') {
                    row -= Integer.parseInt(sent.substring(i + 2, end));
                } else {
                    assertThat(sent.charAt(end)).isEqualTo('J');
                    lines.subList(row + 1, lines.size()).clear();
                    lines.set(row, "");
                }
                i = end;
            } else if (c != '\r') {
                lines.set(row, lines.get(row) + c);
            }
        }
        return lines;
    }

    @Test
    void eachDrawingTakesThePlaceOfTheOneBefore() {
        screen.draw(List.of("one", "two", "three"));
        assertThat(shown()).containsExactly("one", "two", "three", "");
        screen.draw(List.of("four"));
        assertThat(shown()).containsExactly("four", "");
        screen.draw(List.of("five", "six"));
        assertThat(shown()).containsExactly("five", "six", "");
        screen.clear();
        assertThat(shown()).containsExactly("");
    }

    @Test
    void messagesStayAboveWhatIsDrawn() {
        PrintStream messages = new PrintStream(screen.messages(), true, StandardCharsets.UTF_8);
        messages.println("before");
        screen.draw(List.of("one", "two"));
        messages.println("a warning");
        messages.print("in two ");
        messages.println("pieces – ü");
        screen.draw(List.of("three"));
        assertThat(shown()).containsExactly("before", "a warning", "in two pieces – ü", "three", "");
        screen.clear();
        messages.println("after");
        assertThat(shown()).containsExactly("before", "a warning", "in two pieces – ü", "after", "");
    }

    @Test
    void nothingDrawnIsNothingSent() {
        screen.clear();
        assertThat(bytes.size()).isZero();
    }
}
