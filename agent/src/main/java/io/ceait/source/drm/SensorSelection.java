package io.ceait.source.drm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which sensors of a device stand for it. A monitor may show the card and, beside it, the package on it (xe), and there
 * may be monitors for single tiles (i915): parts are never added to the whole and never stand for it.
 *
 * @param energy counters that stand for the device, best first
 * @param power sensors that do, averages before momentary values, which miss what happens between two readings
 * @param leftOut the others
 */
record SensorSelection(List<Sensor> energy, List<Sensor> power, List<Sensor> leftOut) {

    private static final Pattern FILE = Pattern.compile("(energy\\d{1,3})_input|(power\\d{1,3})_(?:average|input)");

    /** {@code i915_gt0}: the monitor of one tile. */
    private static final Pattern TILE = Pattern.compile(".*_gt\\d+");

    static SensorSelection of(Path device) throws IOException {
        List<Sensor> all = all(device);
        List<Sensor> whole = new ArrayList<>();
        List<Sensor> leftOut = new ArrayList<>();
        for (Sensor sensor : all) {
            boolean part = sensor.extent() == Sensor.Extent.PART
                    || TILE.matcher(sensor.monitor()).matches();
            (part ? leftOut : whole).add(sensor);
        }
        Comparator<Sensor> best = Comparator.comparing(Sensor::extent)
                .thenComparing(Sensor::channel)
                .thenComparing(Sensor::file)
                .thenComparing(Sensor::path);
        List<Sensor> energy =
                sameChannel(whole.stream().filter(Sensor::isEnergy).sorted(best).toList(), leftOut);
        List<Sensor> power = sameChannel(
                whole.stream().filter(s -> !s.isEnergy()).sorted(best).toList(), leftOut);
        return new SensorSelection(energy, power, List.copyOf(leftOut));
    }

    private static List<Sensor> all(Path device) throws IOException {
        List<Sensor> all = new ArrayList<>();
        Path monitors = device.resolve("hwmon");
        for (String name : CardTree.list(monitors)) {
            Path monitor = monitors.resolve(name);
            String calledItself = Attribute.text(monitor.resolve("name")).orElse("");
            for (String file : CardTree.list(monitor)) {
                Matcher matcher = FILE.matcher(file);
                if (matcher.matches()) {
                    String channel = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                    String label =
                            Attribute.text(monitor.resolve(channel + "_label")).orElse("");
                    all.add(new Sensor(monitor, calledItself, file, channel, label));
                }
            }
        }
        return all;
    }

    /** The best channel's files; those of the other channels are left out. */
    private static List<Sensor> sameChannel(List<Sensor> sorted, List<Sensor> leftOut) {
        List<Sensor> chosen = new ArrayList<>();
        for (Sensor sensor : sorted) {
            boolean same = chosen.isEmpty()
                    || (chosen.get(0).channel().equals(sensor.channel())
                            && chosen.get(0).hwmon().equals(sensor.hwmon()));
            (same ? chosen : leftOut).add(sensor);
        }
        return List.copyOf(chosen);
    }

    boolean isEmpty() {
        return energy.isEmpty() && power.isEmpty();
    }
}
