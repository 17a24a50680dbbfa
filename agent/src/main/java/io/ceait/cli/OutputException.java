package io.ceait.cli;

/** The output cannot be written: one sentence for the user, exit code 4. */
final class OutputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutputException(String sentence) {
        super(sentence);
    }
}
