package io.ceait.text;

import java.util.List;

/**
 * A sentence that has not chosen its language yet.
 *
 * @param arguments what stands in the sentence: notices, messages and {@link Phrase phrases} are told in its language,
 *     lists of them joined, everything else stands as it is
 */
public record Notice(Message message, List<Object> arguments) {

    public Notice {
        arguments = List.copyOf(arguments);
    }

    public static Notice of(Message message, Object... arguments) {
        return new Notice(message, List.of(arguments));
    }

    public String in(Language language) {
        return Catalogue.of(language).text(message.key(), arguments);
    }

    /** The sentence in English, as files for machines hold it. */
    @Override
    public String toString() {
        return in(Language.ENGLISH);
    }
}
