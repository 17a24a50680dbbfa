package io.ceait.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Known English phrases and what they are in another language: {@code phrases.zh.txt}, the English on one line and the
 * other language on the next. {@code {0}}, {@code {1}} stand for what varies, in the same order of first use in both; what stands there
 * is looked up in turn.
 */
final class PhraseBook {

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
    private static @Nullable PhraseBook chinese;

    private final List<Entry> entries = new ArrayList<>();

    /** @param places the number of the place at each group of the pattern */
    private record Entry(Pattern english, List<Integer> places, String other) {}

    private PhraseBook() {}

    static synchronized PhraseBook chinese() {
        PhraseBook book = chinese;
        if (book == null) {
            book = load("phrases.zh.txt");
            chinese = book;
        }
        return book;
    }

    private static PhraseBook load(String file) {
        try (InputStream in = PhraseBook.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not in the jar");
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    static PhraseBook parse(List<String> lines) {
        PhraseBook book = new PhraseBook();
        String english = null;
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (english == null) {
                english = line.strip();
            } else {
                book.add(english, line.strip());
                english = null;
            }
        }
        if (english != null) {
            throw new IllegalStateException("the phrase \"" + english + "\" has no translation");
        }
        return book;
    }

    private void add(String english, String other) {
        StringBuilder regex = new StringBuilder();
        List<Integer> places = new ArrayList<>();
        Matcher place = PLACE.matcher(english);
        int at = 0;
        while (place.find()) {
            regex.append(Pattern.quote(english.substring(at, place.start()))).append("(.+?)");
            places.add(Integer.parseInt(place.group(1)));
            at = place.end();
        }
        regex.append(Pattern.quote(english.substring(at)));
        entries.add(new Entry(Pattern.compile(regex.toString(), Pattern.DOTALL), places, other));
    }

    int size() {
        return entries.size();
    }

    boolean knows(String english) {
        return entries.stream()
                .anyMatch(entry -> entry.english().matcher(english).matches());
    }

    String translate(String english) {
        for (Entry entry : entries) {
            Matcher matcher = entry.english().matcher(english);
            if (matcher.matches()) {
                String[] found = new String[10];
                java.util.Arrays.fill(found, "");
                for (int i = 0; i < entry.places().size(); i++) {
                    found[entry.places().get(i)] = translate(matcher.group(i + 1));
                }
                return Catalogue.fill(entry.other(), List.of(found));
            }
        }
        return english;
    }
}
