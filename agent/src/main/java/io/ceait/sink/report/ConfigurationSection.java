package io.ceait.sink.report;

import io.ceait.run.RunDescription.SettingValue;

/** Every setting that held, and who set it. */
final class ConfigurationSection {

    private ConfigurationSection() {}

    static void write(Page page) {
        Table table = page.table().text(Words.SETTING, Words.VALUE, Words.ORIGIN);
        for (SettingValue setting : page.assessment().snapshot().run().settings()) {
            table.row(setting.key(), setting.value(), page.say(setting.origin()));
        }
        table.write();
    }
}
