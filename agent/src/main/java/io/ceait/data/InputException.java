package io.ceait.data;

/**
 * What a user gave cannot be used. The message is one sentence for that user: it names the flag, or the file and line,
 * and says what would be right. The command line prints it alone, without a stack trace, and exits with code 2.
 */
public final class InputException extends RuntimeException {

    /** What a sentence quotes may be as long as it likes; it must not fill the screen. */
    private static final int LONGEST = 1500;

    public InputException(String sentence) {
        super(Printable.shortened(sentence, LONGEST));
    }

    public InputException(String sentence, Throwable cause) {
        super(Printable.shortened(sentence, LONGEST), cause);
    }
}
