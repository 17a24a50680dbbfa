package io.ceait.source.rapl;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code package-N} or {@code package-N-die-M}, in the order in which people count them. */
record PackageName(int packageNumber, int die) implements Comparable<PackageName> {

    private static final Pattern FORM = Pattern.compile("package-(\\d{1,6})(?:-die-(\\d{1,6}))?");

    static Optional<PackageName> parse(String name) {
        Matcher matcher = FORM.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String die = matcher.group(2);
        return Optional.of(
                new PackageName(Integer.parseInt(matcher.group(1)), die == null ? 0 : Integer.parseInt(die)));
    }

    @Override
    public int compareTo(PackageName other) {
        return Comparator.comparingInt(PackageName::packageNumber)
                .thenComparingInt(PackageName::die)
                .compare(this, other);
    }
}
