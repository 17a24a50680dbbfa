package io.ceait.data;

/**
 * What a user gave cannot be used. The message is one sentence for that user: it names the flag, or the file and line,
 * and says what would be right. The command line prints it alone, without a stack trace, and exits with code 2.
 */
public final class InputException extends RuntimeException {

    public InputException(String sentence) {
        super(sentence);
    }

    public InputException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
