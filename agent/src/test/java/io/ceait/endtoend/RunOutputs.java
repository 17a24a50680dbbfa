package io.ceait.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of one run as its readers find them. */
record RunOutputs(Path directory) {

    /** The only run below a folder. */
    static RunOutputs onlyOneBelow(Path out) throws IOException {
        try (Stream<Path> runs = Files.list(out)) {
            List<Path> list = runs.toList();
            if (list.size() != 1) {
                throw new AssertionError("one run was expected, not " + list);
            }
            return new RunOutputs(list.get(0));
        }
    }

    boolean hasSummary() {
        return Files.exists(directory.resolve("summary.json"));
    }

    JsonFields summary() throws IOException {
        return JsonFields.read(directory.resolve("summary.json"));
    }

    JsonFields runFile() throws IOException {
        return JsonFields.read(directory.resolve("run.json"));
    }

    Instant startedAt() throws IOException {
        return Instant.parse(summary().text("/started_at"));
    }

    Instant endedAt() throws IOException {
        return Instant.parse(summary().text("/ended_at"));
    }

    /** The header and the samples: a line each. */
    List<JsonFields> journal() throws IOException {
        List<JsonFields> lines = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("journal.ndjson"))) {
            JsonFields fields = JsonFields.parse(line);
            if (lines.isEmpty() || fields.has("/tick")) {
                lines.add(fields);
            }
        }
        return lines;
    }

    /** Header and samples of a part of a journal, as far as they were written to their end. */
    static List<JsonFields> completeLines(Path part) throws IOException {
        return Files.readAllLines(part, StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith("{") && line.endsWith("\"}"))
                .map(JsonFields::parse)
                .filter(line -> line.has("/tick") || line.has("/schema"))
                .toList();
    }

    /** The energy of each counter's device between the first and the last sample: differences of the readings, no more. */
    static Map<String, Double> countedJoules(List<JsonFields> journal) {
        JsonFields header = journal.get(0);
        Map<String, Double> joules = new HashMap<>();
        List<String> devices = header.column("/channels", "device");
        for (int channel = 0; channel < devices.size(); channel++) {
            if (!header.text("/channels/" + channel + "/source").equals("rapl")) {
                continue;
            }
            double range = header.number("/channels/" + channel + "/range_uj");
            double sum = 0;
            for (int i = 2; i < journal.size(); i++) {
                double step = journal.get(i).number("/uj/" + channel)
                        - journal.get(i - 1).number("/uj/" + channel);
                sum += step < 0 ? step + range : step;
            }
            joules.merge(devices.get(channel), sum / 1e6, Double::sum);
        }
        return joules;
    }

    /** All files by name. */
    Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new HashMap<>();
        try (Stream<Path> list = Files.list(directory)) {
            for (Path file : list.filter(Files::isRegularFile).toList()) {
                contents.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    /** Of a device, in joules. */
    double joules(String device) throws IOException {
        JsonFields summary = summary();
        return summary.number(summary.element("/devices", "device", device) + "/energy_kwh") * 3.6e6;
    }

    /** Number of complete lines, while the run goes on. */
    long journalLines() throws IOException {
        Path journal = directory.resolve("journal.ndjson");
        return Files.exists(journal)
                ? Files.readString(journal).chars().filter(c -> c == '\n').count()
                : 0;
    }

    /** Each row by column. */
    List<Map<String, String>> samples() throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("samples.csv"));
        String[] header = lines.get(0).split(",", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells.length != header.length) {
                throw new AssertionError("torn row: " + line);
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < cells.length; i++) {
                row.put(header[i], cells[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    /** The sum of a column over a device's rows; cells that are empty are not known and add nothing. */
    double sampleSum(String device, String column) throws IOException {
        double sum = 0;
        for (Map<String, String> row : samples()) {
            String cell = row.getOrDefault(column, "");
            if (row.getOrDefault("device", "").equals(device) && !cell.isEmpty()) {
                sum += Double.parseDouble(cell);
            }
        }
        return sum;
    }

    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** While the run goes on: until the journal has so many lines more than now. */
    void awaitMoreLines(long more) throws IOException, InterruptedException {
        long before = journalLines();
        Shell.await("samples", () -> journalLines() >= before + more);
    }

    String endpoint() throws IOException {
        return runFile().text("/endpoint");
    }

    String scrape() throws IOException, InterruptedException {
        return get("/metrics").body();
    }

    /** The server takes its address before the run begins, and answers once it has. */
    void awaitReady() throws IOException, InterruptedException {
        Shell.await("the endpoint", () -> get("/-/ready").statusCode() == 200);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(endpoint() + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** The value of the series of a scrape that has all these labels, written as in the scrape. */
    static double metric(String scrape, String family, String... labels) {
        List<String> found = scrape.lines()
                .filter(line -> line.startsWith(family + "{"))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    "one series " + family + " with " + List.of(labels) + " was expected, not " + found);
        }
        return Double.parseDouble(found.get(0).substring(found.get(0).lastIndexOf(' ') + 1));
    }
}
