package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.FilePath;
import io.ceait.data.InputException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Puts settings on a command as flags, and collects their effective values when it runs. */
final class SettingOptions {

    private static final String CONFIG = "--config";
    private static final String CONFIG_VARIABLE = "CEAIT_CONFIG";

    private SettingOptions() {}

    static void addTo(CommandSpec spec, Collection<Setting> settings) {
        settings.forEach(setting -> add(spec, setting, defaultOf(setting)));
        addConfig(spec);
    }

    /** On a command that assesses a recorded run: what is not stated is as it was. */
    static void addOverRecordTo(CommandSpec spec, Collection<Setting> settings) {
        settings.forEach(setting ->
                add(spec, setting, setting.isOfTheAssessment() ? " Default: as it was." : defaultOf(setting)));
        addConfig(spec);
    }

    private static String defaultOf(Setting setting) {
        return setting.isSwitch() || setting.defaultText().isEmpty() ? "" : " Default: " + setting.defaultText();
    }

    private static void add(CommandSpec spec, Setting setting, String suffix) {
        OptionSpec.Builder option = OptionSpec.builder(setting.flag());
        if (setting.isSwitch()) {
            option.type(boolean.class).arity("0");
        } else {
            option.type(String.class).arity("1").paramLabel(setting.placeholder());
        }
        spec.addOption(option.description(setting.description() + suffix).build());
    }

    private static void addConfig(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(CONFIG)
                .type(Path.class)
                .arity("1")
                .paramLabel("FILE")
                .description("Take settings from a YAML file; flags and CEAIT_… variables come first.")
                .build());
    }

    static EffectiveConfig resolve(ParseResult parsed, Map<String, String> environment) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (parsed.hasMatchedOption(setting.flag())) {
                Object value = parsed.matchedOptionValue(setting.flag(), null);
                flags.put(setting, String.valueOf(value));
            }
        }
        Path file = parsed.matchedOptionValue(CONFIG, null);
        return EffectiveConfig.of(flags, environment, Optional.ofNullable(file).or(() -> named(environment)));
    }

    private static Optional<Path> named(Map<String, String> environment) {
        try {
            return Optional.ofNullable(environment.get(CONFIG_VARIABLE)).map(FilePath::of);
        } catch (InputException e) {
            throw new InputException(CONFIG_VARIABLE + ": " + e.getMessage(), e);
        }
    }
}
