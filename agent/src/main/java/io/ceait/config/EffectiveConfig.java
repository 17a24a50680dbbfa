package io.ceait.config;

import io.ceait.data.InputException;
import io.ceait.data.Nearest;
import io.ceait.data.YamlFile;
import io.ceait.data.YamlMap;
import io.ceait.run.RunDescription.SettingValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values that hold, each with where it comes from: a flag before the environment, the environment before a file,
 * a file before the default. Where settings exclude each other, the one of the higher rank holds, so that a flag can state
 * an intensity although the node's environment states a zone; whether two of one rank are refused is up to who reads them.
 */
public final class EffectiveConfig {

    private static final String DEFAULT_ORIGIN = "default";

    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

    /** From the one that yields to all to the one that all yield to. */
    private enum Rank {
        DEFAULT,
        FILE,
        ENVIRONMENT,
        FLAG
    }

    /** A value as it was written, and where: {@code --interval}, {@code CEAIT_INTERVAL}, {@code agent.yaml:3}. */
    private record Value(String text, String origin, Rank rank) {}

    private EffectiveConfig() {}

    /**
     * Collects the values.
     *
     * @param flags what the command line states
     * @param environment the variables of the process
     * @param file the configuration file, if one is named
     * @throws InputException on a file that cannot be read, and on a key or variable that does not exist
     */
    public static EffectiveConfig of(Map<Setting, String> flags, Map<String, String> environment, Optional<Path> file) {
        EffectiveConfig config = new EffectiveConfig();
        for (Setting setting : Setting.values()) {
            config.reset(setting);
        }
        file.ifPresent(config::readFile);
        config.readEnvironment(environment);
        flags.forEach(config::putFlag);
        Setting.ALTERNATIVES.forEach(config::settle);
        if (config.rank(Setting.PUE_SOURCE).compareTo(config.rank(Setting.PUE)) < 0) {
            // It was said of another PUE.
            config.reset(Setting.PUE_SOURCE);
        }
        return config;
    }

    private void putFlag(Setting setting, String text) {
        if (text.isBlank()) {
            throw new InputException(setting.flag() + " is empty: state a value or leave it out");
        }
        values.put(setting, new Value(text, setting.flag(), Rank.FLAG));
    }

    private void reset(Setting setting) {
        if (setting.defaultText().isEmpty()) {
            values.remove(setting);
        } else {
            values.put(setting, new Value(setting.defaultText(), DEFAULT_ORIGIN, Rank.DEFAULT));
        }
    }

    /** A switch that is off says no more than the default. */
    private Rank rank(Setting setting) {
        Value value = values.get(setting);
        return value == null || isOff(setting) ? Rank.DEFAULT : value.rank();
    }

    private boolean isOff(Setting setting) {
        Value value = values.get(setting);
        return value != null && setting.isSwitch() && value.text().equals("false");
    }

    /** Leaves the ways of the highest rank; of the others also goes what belongs to them. */
    private void settle(List<List<Setting>> ways) {
        Rank highest =
                ways.stream().map(way -> rank(way.get(0))).max(Rank::compareTo).orElse(Rank.DEFAULT);
        for (List<Setting> way : ways) {
            if (rank(way.get(0)).compareTo(highest) < 0 && !isOff(way.get(0))) {
                way.stream()
                        .filter(setting -> rank(setting).compareTo(highest) < 0)
                        .forEach(this::reset);
            }
        }
    }

    private void readFile(Path path) {
        // A file in which every key is still commented out states nothing, and that is no mistake.
        YamlFile.readIfAny(path).ifPresent(this::readMap);
    }

    private void readMap(YamlMap map) {
        map.only(Setting.keys().toArray(new String[0]));
        for (Setting setting : Setting.values()) {
            map.text(setting.key())
                    .ifPresent(text -> values.put(setting, new Value(text, map.where(setting.key()), Rank.FILE)));
        }
    }

    private void readEnvironment(Map<String, String> environment) {
        for (Setting setting : Setting.values()) {
            String text = environment.get(setting.environmentVariable());
            if (text != null && !text.isBlank()) {
                values.put(setting, new Value(text, setting.environmentVariable(), Rank.ENVIRONMENT));
            }
        }
    }

    /**
     * A value, read by {@code parser}; empty when nobody states one and there is no default.
     *
     * @throws InputException naming the origin, when the parser fails with {@link IllegalArgumentException} or finds the
     *     value unfit
     */
    public <T> Optional<T> find(Setting setting, Function<String, T> parser) {
        Value value = values.get(setting);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(value.text().trim()));
        } catch (InputException e) {
            throw new InputException(named(setting, value) + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new InputException(named(setting, value) + ": " + e.getMessage(), e);
        }
    }

    /** As {@link #find}, for a setting that has a default. */
    public <T> T get(Setting setting, Function<String, T> parser) {
        return find(setting, parser).orElseThrow(() -> new IllegalStateException(setting.key() + " has no default"));
    }

    public boolean isOn(Setting setting) {
        return get(setting, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        });
    }

    public <E extends Enum<E>> E oneOf(Setting setting, Class<E> type, Function<E, String> label) {
        return get(setting, text -> {
            List<String> known = new ArrayList<>();
            for (E constant : type.getEnumConstants()) {
                if (label.apply(constant).equals(text)) {
                    return constant;
                }
                known.add(label.apply(constant));
            }
            throw new IllegalArgumentException(
                    "'" + text + "' is none of " + String.join(", ", known) + Nearest.hint(text, known));
        });
    }

    /** Whether somebody stated the value, rather than the default. */
    public boolean isStated(Setting setting) {
        Value value = values.get(setting);
        return value != null && value.rank() != Rank.DEFAULT;
    }

    /** Where the value comes from, as a sentence names it. */
    public String origin(Setting setting) {
        Value value = values.get(setting);
        return value == null ? DEFAULT_ORIGIN : named(setting, value);
    }

    private static String named(Setting setting, Value value) {
        return switch (value.rank()) {
            case DEFAULT -> setting.flag();
            case FILE -> value.origin() + ": " + setting.key();
            case ENVIRONMENT, FLAG -> value.origin();
        };
    }

    /**
     * The settings of a recorded run with those of the assessment that are stated now in their place, and without those
     * that these replace.
     */
    public List<SettingValue> over(List<SettingValue> recorded) {
        Map<String, SettingValue> merged = new LinkedHashMap<>();
        recorded.forEach(setting -> merged.put(setting.key(), setting));
        for (Setting setting : Setting.ofTheAssessment()) {
            Value value = values.get(setting);
            if (value != null && isStated(setting)) {
                Setting.ofTheAssessment().stream()
                        .filter(setting::replaces)
                        .forEach(replaced -> merged.remove(replaced.key()));
                merged.put(setting.key(), new SettingValue(setting.key(), value.text(), value.origin()));
            }
        }
        return List.copyOf(merged.values());
    }

    /** Every value that holds, for the record of the run. */
    public List<SettingValue> all() {
        List<SettingValue> list = new ArrayList<>();
        values.forEach((setting, value) -> list.add(new SettingValue(setting.key(), value.text(), value.origin())));
        return list;
    }
}
