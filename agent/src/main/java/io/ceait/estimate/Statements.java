package io.ceait.estimate;

import io.ceait.data.InputException;
import io.ceait.data.Magnitude;
import io.ceait.data.YamlMap;
import io.ceait.emission.FactorKeys;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/** What a user states about a training, by flags and in a file, each with where it stands; flags come first. */
public final class Statements {

    private record Statement(String text, String where) {}

    private final Map<Key, Statement> statements = new EnumMap<>(Key.class);

    /** Of the keys of a file. Fails on a key that no description has. */
    public static Statements of(YamlMap file) {
        file.only(Stream.concat(Stream.of(Key.values()).map(Key::label), FactorKeys.NAMES.stream())
                .toArray(String[]::new));
        Statements all = new Statements();
        for (Key key : Key.values()) {
            file.text(key.label())
                    .ifPresent(text ->
                            all.statements.put(key, new Statement(text, file.where(key.label()) + ": " + key.label())));
        }
        return all;
    }

    /** Adds, or replaces, what a flag says. */
    public void put(Key key, String text) {
        statements.put(key, new Statement(text, key.flag()));
    }

    public boolean has(Key key) {
        return statements.containsKey(key);
    }

    Optional<String> text(Key key) {
        return Optional.ofNullable(statements.get(key)).map(Statement::text);
    }

    /** Where a key stands, for origins. */
    String origin(Key key) {
        Statement statement = statements.get(key);
        return "stated" + (statement == null ? "" : " with " + statement.where);
    }

    /** A number such as {@code 7B}, as a quantity. Fails with a sentence that begins with its place. */
    <Q> Optional<Q> quantity(Key key, DoubleFunction<Q> quantity) {
        return text(key).map(text -> {
            try {
                return quantity.apply(Magnitude.parse(text));
            } catch (IllegalArgumentException e) {
                throw error(key, String.valueOf(e.getMessage()));
            }
        });
    }

    <Q> Optional<Figure<Q>> figure(Key key, DoubleFunction<Q> quantity, Spread spread) {
        return quantity(key, quantity).map(value -> new Figure<>(value, spread, origin(key)));
    }

    /** A number above zero. */
    Optional<Double> positive(Key key) {
        return quantity(key, value -> {
            if (value <= 0) {
                throw new IllegalArgumentException("a number above 0 is needed, not " + value);
            }
            return value;
        });
    }

    /** A whole number of at least 1. */
    Optional<Integer> count(Key key) {
        return quantity(key, value -> {
            if (value < 1 || value > 1e9 || value != Math.rint(value)) {
                throw new IllegalArgumentException("a whole number of at least 1 is needed, not " + value);
            }
            return (int) value;
        });
    }

    /** Refuses one key without the other. */
    void together(Key one, Key other) {
        if (has(one) != has(other)) {
            Key there = has(one) ? one : other;
            throw error(there, "needs " + (has(one) ? other : one).label() + " beside it");
        }
    }

    void excluding(Key one, Key other) {
        if (has(one) && has(other)) {
            throw error(other, "and " + one.label() + " exclude each other: state one of them");
        }
    }

    InputException error(Key key, String what) {
        Statement statement = statements.get(key);
        return new InputException((statement == null ? key.label() : statement.where) + ": " + what);
    }
}
