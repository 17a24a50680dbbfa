package io.ceait.text;

/**
 * A text that comes in English from where no catalogue is at hand: what a source said of a sensor, the reason in a data
 * file, what a journal recorded. The phrase book knows the usual ones in other languages; one that it does not know stays
 * as it is, for a foreign sentence says more than none.
 */
public record Phrase(String english) {

    public String in(Language language) {
        return language == Language.ENGLISH ? english : PhraseBook.chinese().translate(english);
    }
}
