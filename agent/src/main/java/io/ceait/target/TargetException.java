package io.ceait.target;

/** The target is not there, or not ours to read: one sentence for the user. */
public final class TargetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TargetException(String sentence) {
        super(sentence);
    }
}
