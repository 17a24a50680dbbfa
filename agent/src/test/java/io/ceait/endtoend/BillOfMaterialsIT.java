package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is in the jar, by its bill of materials, against what the project says of it. */
class BillOfMaterialsIT {

    private static final String OURS = "io.ceait";

    /** Licences that go into a program under Apache-2.0; of several that a library offers, one has to be. */
    private static final Set<String> PERMITTED =
            Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC");

    private record Library(String group, String name, String version) {}

    private static JsonFields bill() throws IOException {
        return JsonFields.read(Agent.ROOT.resolve("agent/target/bom.json"));
    }

    private static List<Library> inTheJar(JsonFields bill) {
        List<String> groups = bill.column("/components", "group");
        List<String> names = bill.column("/components", "name");
        List<String> versions = bill.column("/components", "version");
        List<Library> libraries = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!groups.get(i).equals(OURS)) {
                libraries.add(new Library(groups.get(i), names.get(i), versions.get(i)));
            }
        }
        return libraries;
    }

    /** A row reads {@code | group:name, -other (remark) | version | licence |}, where {@code -other} goes on from the name before. */
    private static Set<Library> inTheNotice() throws IOException {
        Set<Library> libraries = new TreeSet<>(Comparator.comparing(Library::toString));
        String text = Files.readString(Agent.ROOT.resolve("THIRD-PARTY.md"));
        String section = text.substring(text.indexOf("## Libraries in the jar"));
        for (String line : section.lines().filter(row -> row.startsWith("| ")).toList()) {
            String[] cells = line.split("\\|", -1);
            String artifacts = cells[1].replaceAll("\\(.*\\)", "").strip();
            if (!artifacts.contains(":")) {
                continue;
            }
            String group = artifacts.substring(0, artifacts.indexOf(':'));
            String family = "";
            for (String part : artifacts.substring(artifacts.indexOf(':') + 1).split(",", -1)) {
                String name = part.strip();
                if (name.startsWith("-")) {
                    name = family + name;
                } else {
                    family = group.equals("io.prometheus") ? "prometheus-metrics" : name.split("-", -1)[0];
                }
                libraries.add(new Library(group, name, cells[2].strip()));
            }
        }
        return libraries;
    }

    @Test
    void everyLibraryInTheJarIsNamedWithItsVersionAndNoOther() throws IOException {
        List<Library> jar = inTheJar(bill());
        assertThat(jar).as("the bill of materials").hasSizeGreaterThan(5);
        assertThat(inTheNotice()).containsExactlyInAnyOrderElementsOf(jar);
    }

    /** A repository, or one between it and us, might give something else under the same name and version. */
    @Test
    void everyLibraryIsTheVeryFileThatWasChosen() throws IOException {
        JsonFields bill = bill();
        Set<String> files = new TreeSet<>();
        for (int i = 0; bill.has("/components/" + i + "/name"); i++) {
            String component = "/components/" + i;
            if (!bill.text(component + "/group").equals(OURS)) {
                files.add(sha256(bill, component) + "  " + bill.text(component + "/group") + ":"
                        + bill.text(component + "/name") + ":" + bill.text(component + "/version"));
            }
        }
        assertThat(files)
                .containsExactlyInAnyOrderElementsOf(
                        Files.readAllLines(Agent.ROOT.resolve("agent/dependencies.sha256")));
    }

    private static String sha256(JsonFields bill, String component) {
        for (int i = 0; bill.has(component + "/hashes/" + i + "/alg"); i++) {
            if (bill.text(component + "/hashes/" + i + "/alg").equals("SHA-256")) {
                return bill.text(component + "/hashes/" + i + "/content");
            }
        }
        return "none";
    }

    @Test
    void everyLibraryComesUnderALicenceThatSuits() throws IOException {
        JsonFields bill = bill();
        int count = bill.column("/components", "name").size();
        for (int i = 0; i < count; i++) {
            String component = "/components/" + i;
            List<String> licences = new ArrayList<>();
            for (int j = 0; bill.has(component + "/licenses/" + j + "/license/id"); j++) {
                licences.add(bill.text(component + "/licenses/" + j + "/license/id"));
            }
            assertThat(licences).as(bill.text(component + "/name")).containsAnyElementsOf(PERMITTED);
        }
    }
}
