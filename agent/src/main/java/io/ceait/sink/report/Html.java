package io.ceait.sink.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Builds HTML that is escaped and balanced by construction: there is no way to append markup, and elements are closed by
 * whoever opened them. Texts come from hardware, files and the command line, so that none of them is trusted.
 */
final class Html {

    private static final Set<String> VOID = Set.of("meta", "br");

    private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** An element with content. {@code attributes} are names and values in turn. */
    Html element(String tag, Runnable content, String... attributes) {
        start(tag, attributes);
        open.push(tag);
        content.run();
        open.pop();
        out.append("</").append(tag).append('>');
        if (!isInline(tag)) {
            out.append('\n');
        }
        return this;
    }

    /** An element with a text. */
    Html element(String tag, String text, String... attributes) {
        return element(tag, () -> text(text), attributes);
    }

    /** An element that has no content and no end. */
    Html empty(String tag, String... attributes) {
        if (!VOID.contains(tag)) {
            throw new IllegalArgumentException(tag + " has an end");
        }
        start(tag, attributes);
        return this;
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** The style sheet of the program: the one thing that is not escaped, because a browser would not undo it. */
    Html style(String css) {
        if (css.indexOf('<') >= 0) {
            throw new IllegalArgumentException("a style sheet that holds '<' could end its element");
        }
        out.append("<style>").append(styleText(css)).append("</style>\n");
        return this;
    }

    /** What stands in the element, to the letter, for whoever needs its hash. */
    static String styleText(String css) {
        return "\n" + css;
    }

    private void start(String tag, String... attributes) {
        requireName(tag);
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            requireName(attributes[i]);
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
    }

    private static boolean isInline(String tag) {
        return tag.equals("span") || tag.equals("sub") || tag.equals("code") || tag.equals("strong") || tag.equals("a");
    }

    /** Names are written in this program; one with other signs is a text in the wrong place. */
    private static void requireName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-')) {
                throw new IllegalArgumentException("'" + name + "' is no name of an element or attribute");
            }
        }
    }

    /** What could be taken for markup, and what would not be shown as it stands: both lose their power here. */
    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isPresentable(c) ? c : 0xFFFD);
            }
        });
    }

    /** No control characters, no halves of characters, and nothing that turns the direction of what follows. */
    private static boolean isPresentable(int c) {
        boolean space = c == '\n' || c == '\t';
        boolean turnsDirection = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
        boolean half = c >= 0xD800 && c <= 0xDFFF;
        boolean none = c >= 0xFDD0 && c <= 0xFDEF || (c & 0xFFFE) == 0xFFFE;
        return space || !(Character.isISOControl(c) || turnsDirection || half || none);
    }

    /** The document. Fails while an element is open. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException(open.peek() + " is open");
        }
        return out.toString();
    }
}
