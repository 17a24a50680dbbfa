package io.ceait.text;

import java.util.Locale;

/**
 * The key of a text. Each room that speaks to people has an enum of its own; the texts stand in the catalogues, where
 * {@code {0}}, {@code {1}} take the arguments. A test holds enums and catalogues together.
 */
public interface Message {

    /** The key in the catalogues: {@code quality.no-reading}. */
    String key();

    /** The key of a constant: its room's word, a dot, its name in lower case with dashes. */
    static String key(String room, Enum<?> constant) {
        return room + "." + constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    default String in(Language language) {
        return Notice.of(this).in(language);
    }
}
