package io.ceait.sink.report;

import io.ceait.run.RunDescription;
import io.ceait.run.RunDescription.SettingValue;

/** Every setting that held, and who set it. */
final class ConfigurationSection {

    private ConfigurationSection() {}

    static void write(Html html, RunDescription run) {
        html.element("section", () -> {
            html.element("h2", "Effective configuration");
            Table table = new Table(html).text("Setting").text("Value").text("Origin");
            for (SettingValue setting : run.settings()) {
                table.row(setting.key(), setting.value(), setting.origin());
            }
            table.write();
        });
    }
}
