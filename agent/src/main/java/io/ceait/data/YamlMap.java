package io.ceait.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A mapping of a YAML file. Every accessor checks the type and fails with a sentence that begins {@code file:line:}. */
public final class YamlMap {

    private final String file;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();

    private YamlMap(String file, Node node) {
        this.file = file;
        this.node = node;
    }

    static YamlMap of(String file, Node node) {
        YamlMap map = new YamlMap(file, node);
        if (!(node instanceof MappingNode mapping)) {
            throw map.error(node, "a mapping of keys to values is needed here, not " + describe(node));
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw map.error(tuple.getKeyNode(), "a key is a word, not " + describe(tuple.getKeyNode()));
            }
            if (map.values.put(key.getValue(), tuple.getValueNode()) != null) {
                throw map.error(key, "the key " + key.getValue() + " stands here for the second time");
            }
            map.keys.put(key.getValue(), key);
        }
        return map;
    }

    /** Refuses every key but these; the sentence names the nearest of them. */
    public YamlMap only(String... known) {
        List<String> allowed = List.of(known);
        keys.forEach((key, where) -> {
            if (!allowed.contains(key)) {
                throw error(where, "unknown key " + key + "; " + meant(key, allowed));
            }
        });
        return this;
    }

    private static String meant(String key, List<String> known) {
        List<String> longer = Nearest.beginningWith(key, known);
        if (!longer.isEmpty()) {
            String but = String.join(", ", longer.subList(0, longer.size() - 1));
            return "did you mean " + but + (but.isEmpty() ? "" : " or ") + longer.get(longer.size() - 1) + "?";
        }
        return Nearest.to(key, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("known here: " + String.join(", ", known));
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The mappings in the list under {@code key}; empty when the key is absent or has no value. */
    public List<YamlMap> maps(String key) {
        Node value = value(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode sequence)) {
            throw error(value, key + " is a list (one line with a dash per item), not " + describe(value));
        }
        List<YamlMap> maps = new ArrayList<>();
        sequence.getValue().forEach(item -> maps.add(of(file, item)));
        return maps;
    }

    /** The mapping under {@code key}; empty when the key is absent or has no value. */
    public Optional<YamlMap> map(String key) {
        Node value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof MappingNode)) {
            throw error(key, "is a mapping of keys to values, not " + describe(value));
        }
        return Optional.of(of(file, value));
    }

    /** The keys in the order of the file. */
    public List<String> keys() {
        return List.copyOf(values.keySet());
    }

    /** A finite number; empty when the key is absent or has no value. */
    public Optional<Double> number(String key) {
        Node value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ScalarNode scalar && (is(scalar, Tag.INT) || is(scalar, Tag.FLOAT))) {
            char[] text = scalar.getValue().toCharArray();
            double number = Decimals.parse(text, 0, text.length);
            if (!Double.isNaN(number)) {
                return Optional.of(number);
            }
        }
        throw error(key, "is a number, not " + describe(value));
    }

    public double requiredNumber(String key) {
        return number(key).orElseThrow(() -> missing(key));
    }

    /** A number that must be there, as a quantity: what the quantity itself refuses becomes a sentence about the line. */
    public <T> T quantity(String key, DoubleFunction<T> quantity) {
        double value = requiredNumber(key);
        try {
            return quantity.apply(value);
        } catch (IllegalArgumentException e) {
            throw new InputException(error(key, "is wrong: ").getMessage() + e.getMessage(), e);
        }
    }

    /** Plain or quoted text; a number counts as the text it is written as, for a provider may be called 1. */
    public Optional<String> text(String key) {
        Node value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        throw error(key, "is text, not " + describe(value));
    }

    public String requiredText(String key) {
        return text(key).orElseThrow(() -> missing(key));
    }

    /** {@code file:line} of a key, for sources and sentences; of the mapping itself when the key is absent. */
    public String where(String key) {
        return where(keys.getOrDefault(key, node));
    }

    /** The sentence about the value of a key, to be thrown by whoever found it wrong. */
    public InputException error(String key, String what) {
        return new InputException(where(values.getOrDefault(key, node)) + ": " + key + " " + what);
    }

    /** The sentence about the mapping as a whole. */
    public InputException error(String what) {
        return error(node, what);
    }

    private InputException missing(String key) {
        return error(node, key + " is missing here");
    }

    private @Nullable Node value(String key) {
        Node value = values.get(key);
        return value instanceof ScalarNode scalar && is(scalar, Tag.NULL) ? null : value;
    }

    private static boolean is(ScalarNode scalar, Tag tag) {
        return scalar.getTag().equals(tag);
    }

    private InputException error(Node at, String what) {
        return new InputException(where(at) + ": " + what);
    }

    private String where(Node at) {
        return file + at.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    }

    private static String describe(Node node) {
        if (node instanceof ScalarNode scalar) {
            String text = scalar.getValue();
            return text.isEmpty() ? "nothing" : "\"" + Printable.shortened(text, 40) + "\"";
        }
        return node instanceof SequenceNode ? "a list" : "a mapping";
    }
}
