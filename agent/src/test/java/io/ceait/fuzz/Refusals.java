package io.ceait.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.data.InputException;
import org.jspecify.annotations.Nullable;

/** What every refusal must be, whatever was refused: a sentence that a terminal can be trusted with. */
public final class Refusals {

    /** Some lines of a terminal. */
    private static final int LONGEST = 2_000;

    private Refusals() {}

    public static void check(InputException refused) {
        checkSentence(refused.getMessage());
    }

    /** Of a parser of single values, whose caller says in the sentence where the value stands. */
    public static void illegalArgumentOr(Runnable parse) {
        try {
            parse.run();
        } catch (IllegalArgumentException e) {
            // A subclass is the JDK's own, which no user is told in words of ours.
            assertThat(e.getClass()).isEqualTo(IllegalArgumentException.class);
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    static void checkSentence(@Nullable String sentence) {
        assertThat(sentence).isNotBlank().hasSizeLessThan(LONGEST);
        assertThat(sentence == null ? "" : sentence)
                .as("no character that moves the cursor, colours the terminal or turns the direction of the text")
                .matches(text -> text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT));
    }
}
