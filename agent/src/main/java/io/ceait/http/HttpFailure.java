package io.ceait.http;

/** There is no answer. The message says why, as what follows a name; in words that hold nothing of what was sent. */
public final class HttpFailure extends Exception {

    private static final long serialVersionUID = 1;

    HttpFailure(String why) {
        super(why);
    }

    /** Never null. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
