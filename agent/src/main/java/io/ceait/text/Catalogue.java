package io.ceait.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** The texts of one language by their keys, read when the first of them is asked for. */
final class Catalogue {

    private static final Map<Language, Catalogue> LOADED = new EnumMap<>(Language.class);

    private final Language language;
    private final Properties texts;

    private Catalogue(Language language, Properties texts) {
        this.language = language;
        this.texts = texts;
    }

    static Catalogue of(Language language) {
        synchronized (LOADED) {
            return LOADED.computeIfAbsent(language, Catalogue::load);
        }
    }

    private static Catalogue load(Language language) {
        String file = language.label() + ".properties";
        Properties texts = new Properties();
        try (InputStream in = Catalogue.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not in the jar");
            }
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
        return new Catalogue(language, texts);
    }

    Set<String> keys() {
        return Collections.unmodifiableSet(texts.stringPropertyNames());
    }

    /** The text as the catalogue has it, with its places for arguments. */
    String pattern(String key) {
        String pattern = texts.getProperty(key);
        if (pattern == null) {
            throw new IllegalArgumentException(language.label() + ".properties has no text " + key);
        }
        return pattern;
    }

    String text(String key, List<Object> arguments) {
        return fill(pattern(key), arguments.stream().map(this::told).toList());
    }

    private String told(Object argument) {
        if (argument instanceof Notice notice) {
            return notice.in(language);
        }
        if (argument instanceof Message message) {
            return message.in(language);
        }
        if (argument instanceof Phrase phrase) {
            return phrase.in(language);
        }
        if (argument instanceof List<?> list) {
            return list.stream().map(this::told).collect(Collectors.joining(language.comma()));
        }
        return String.valueOf(argument);
    }

    /** Arguments are put in once: what looks like a place inside an argument is text. */
    static String fill(String pattern, List<String> arguments) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            int open = pattern.indexOf('{', at);
            int close = open < 0 ? -1 : pattern.indexOf('}', open);
            if (close < 0) {
                break;
            }
            int place = Integer.parseInt(pattern.substring(open + 1, close));
            if (place >= arguments.size()) {
                throw new IllegalArgumentException(
                        "\"" + pattern + "\" has a place for more than " + arguments.size() + " arguments");
            }
            text.append(pattern, at, open).append(arguments.get(place));
            at = close + 1;
        }
        return text.append(pattern, at, pattern.length()).toString();
    }
}
