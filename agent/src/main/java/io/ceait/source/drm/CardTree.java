package io.ceait.source.drm;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds cards below {@code class/drm} and {@code class/accel}. Connectors ({@code card0-DP-1}) are no cards, and the
 * render node of a card is another door to the same device.
 */
final class CardTree {

    private static final Pattern NODE = Pattern.compile("(card|renderD|accel)\\d{1,6}");

    private CardTree() {}

    /** All devices in the order of their addresses, which boots do not change; empty when there is none. */
    static List<Card> discover(Path sysfs) throws IOException {
        Map<Path, List<String>> nodes = new TreeMap<>(Comparator.comparing(CardTree::addressThenPath));
        for (String name : List.of("drm", "accel")) {
            Path directory = sysfs.resolve("class").resolve(name);
            for (String node : list(directory)) {
                if (NODE.matcher(node).matches()) {
                    collect(directory.resolve(node), node, nodes);
                }
            }
        }
        List<Card> cards = new ArrayList<>();
        nodes.forEach((directory, names) -> cards.add(describe(directory, names)));
        return cards;
    }

    private static String addressThenPath(Path directory) {
        return directory.getFileName() + " " + directory;
    }

    private static void collect(Path nodeDirectory, String node, Map<Path, List<String>> nodes) {
        try {
            Path device = nodeDirectory.resolve("device").toRealPath();
            nodes.computeIfAbsent(device, path -> new ArrayList<>()).add(node);
        } catch (IOException e) {
            // A card that stands for no device, such as the kernel's own test driver, draws no power.
            return;
        }
    }

    private static Card describe(Path directory, List<String> nodes) {
        String first = nodes.stream()
                .filter(node -> !node.startsWith("render"))
                .findFirst()
                .orElse(nodes.get(0));
        return new Card(
                first,
                List.copyOf(nodes),
                directory,
                driver(directory),
                Attribute.hexadecimal(directory.resolve("vendor")),
                Attribute.hexadecimal(directory.resolve("device")));
    }

    private static String driver(Path directory) {
        try {
            return String.valueOf(
                    Files.readSymbolicLink(directory.resolve("driver")).getFileName());
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** The names in a directory, sorted; none if there is no such directory. */
    static List<String> list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(path -> names.add(String.valueOf(path.getFileName())));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException e) {
            return List.of();
        }
        Collections.sort(names);
        return names;
    }
}
