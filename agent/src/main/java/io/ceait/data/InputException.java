package io.ceait.data;

/**
 * What a user gave cannot be used. The message is one sentence for that user: it names the flag, or the file and line,
 * and says what would be right. The command line prints it alone, without a stack trace, and exits with code 2.
 */
public final class InputException extends RuntimeException {

    private static final int LONGEST = 1500;

    public InputException(String sentence) {
        super(printable(sentence));
    }

    public InputException(String sentence, Throwable cause) {
        super(printable(sentence), cause);
    }

    /**
     * Sentences quote what they are about: a key of a file, a zone, the name of a column. On a terminal such a text must not
     * move the cursor, change colours or turn the direction of what follows, nor fill the screen.
     */
    private static String printable(String sentence) {
        int end = Math.min(sentence.length(), LONGEST);
        StringBuilder clean = new StringBuilder(end);
        sentence.substring(0, end)
                .codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(clean::appendCodePoint);
        return end < sentence.length() ? clean.append('…').toString() : clean.toString();
    }
}
