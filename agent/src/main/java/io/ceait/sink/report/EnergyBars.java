package io.ceait.sink.report;

import io.ceait.energy.DeviceBooks;
import io.ceait.units.Energy;
import java.util.List;

/** Energy of each device as a bar, the job's part of it marked. */
final class EnergyBars {

    private static final int WIDTH = 1000;

    private EnergyBars() {}

    static void write(Page page) {
        List<DeviceBooks> devices = page.assessment().snapshot().books().devices();
        double most =
                devices.stream().mapToDouble(d -> d.energy().joules()).max().orElse(0);
        page.html().element("figure", () -> {
            page.html().element("figcaption", page.say(Words.ENERGY_BY_DEVICE_NOTE));
            page.html().element("div", () -> devices.forEach(device -> bar(page, device, most)), "class", "bars");
        });
    }

    private static void bar(Page page, DeviceBooks device, double most) {
        Html html = page.html();
        Energy whole = device.energy();
        Energy job = device.jobEnergy(page.assessment().snapshot().run().headline());
        String id = device.device().id();
        html.element(
                "div",
                () -> {
                    html.element("span", id, "class", "name");
                    html.element(
                            "svg",
                            () -> {
                                rectangle(html, "whole", whole, most);
                                rectangle(html, "job", job, most);
                            },
                            "viewBox",
                            "0 0 " + WIDTH + " 10",
                            "preserveAspectRatio",
                            "none",
                            "role",
                            "img",
                            "aria-label",
                            page.say(Words.BAR, id, whole, job));
                    html.element("span", page.say(Words.BAR_VALUE, whole, job), "class", "value");
                },
                "class",
                "bar " + device.device().type().label());
    }

    private static void rectangle(Html html, String style, Energy energy, double most) {
        long width = most > 0 ? Math.round(WIDTH * energy.joules() / most) : 0;
        html.element("rect", "", "class", style, "width", String.valueOf(width), "height", "10");
    }
}
