package io.ceait;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house and its arrows: which package may use which. */
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.ceait");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("io.ceait");

    /** What each package may use of the others; itself and what it is a part of go without saying. */
    private static final Map<String, List<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("units", List.of()),
            Map.entry("time", List.of()),
            Map.entry("kernel", List.of()),
            Map.entry("libc", List.of()),
            Map.entry("command", List.of("kernel", "libc")),
            Map.entry("data", List.of("units")),
            Map.entry("text", List.of()),
            Map.entry("card", List.of("data", "text")),
            Map.entry("device", List.of("units")),
            Map.entry("machine", List.of("kernel", "libc")),
            Map.entry("source", List.of("device", "units", "time")),
            Map.entry("source.rapl", List.of("device", "kernel", "source", "units")),
            Map.entry("source.model", List.of("data", "device", "machine", "source", "units")),
            Map.entry("nvml", List.of()),
            Map.entry("source.nvml", List.of("data", "device", "nvml", "source", "time", "units")),
            Map.entry("source.drm", List.of("data", "device", "kernel", "source", "units")),
            Map.entry("target", List.of("device", "kernel", "libc", "machine", "source", "time")),
            Map.entry("agents", List.of("target")),
            Map.entry("sampling", List.of("machine", "source", "target", "time")),
            Map.entry("attribution", List.of("device", "sampling", "source")),
            Map.entry("energy", List.of("attribution", "device", "sampling", "source", "units")),
            Map.entry("emission", List.of("attribution", "data", "device", "energy", "text", "units")),
            Map.entry(
                    "run",
                    List.of(
                            "agents",
                            "attribution",
                            "card",
                            "data",
                            "device",
                            "emission",
                            "energy",
                            "json",
                            "kernel",
                            "machine",
                            "prediction",
                            "progress",
                            "sampling",
                            "source",
                            "target",
                            "time",
                            "units")),
            Map.entry(
                    "metrics",
                    List.of(
                            "assessment",
                            "attribution",
                            "device",
                            "emission",
                            "energy",
                            "prediction",
                            "progress",
                            "run",
                            "units")),
            Map.entry("progress", List.of("data", "time")),
            Map.entry("prediction", List.of("progress", "units")),
            Map.entry("estimate", List.of("data", "emission", "source.model", "units")),
            Map.entry("recorded", List.of("data", "device", "emission", "json", "units")),
            Map.entry("whatif", List.of("data", "emission", "intensity", "recorded", "time", "units")),
            Map.entry("intensity", List.of("data", "emission", "units")),
            Map.entry("http", List.of("data")),
            Map.entry("intensity.live", List.of("data", "emission", "http", "intensity", "time", "units")),
            Map.entry("json", List.of("card", "data", "device", "emission", "units")),
            Map.entry(
                    "assessment",
                    List.of(
                            "agents",
                            "attribution",
                            "card",
                            "device",
                            "emission",
                            "energy",
                            "machine",
                            "prediction",
                            "progress",
                            "run",
                            "source",
                            "text",
                            "units"))));

    /** Sinks see what a run publishes, never what makes it: no sampling, no target, no reading of sensors. */
    private static final List<String> SEEN_BY_SINKS = List.of(
            "agents",
            "assessment",
            "attribution",
            "card",
            "data",
            "device",
            "emission",
            "energy",
            "http",
            "intensity",
            "json",
            "machine",
            "metrics",
            "prediction",
            "progress",
            "recorded",
            "run",
            "source",
            "text",
            "units",
            "whatif");

    static List<String> rooms() {
        return new ArrayList<>(ARROWS.keySet());
    }

    private static DescribedPredicate<JavaClass> of(String room) {
        return resideInAPackage("io.ceait." + room);
    }

    private static ArchRule usesOnly(String room, List<String> others) {
        DescribedPredicate<JavaClass> forbidden = resideInAPackage("io.ceait..").and(DescribedPredicate.not(of(room)));
        for (String other : others) {
            forbidden = forbidden.and(DescribedPredicate.not(of(other)));
        }
        return noClasses()
                .that(of(room))
                .should()
                .dependOnClassesThat(forbidden.as("reside outside %s and %s", room, others));
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aPackageUsesOnlyTheOnesBeforeIt(String room) {
        usesOnly(room, ARROWS.getOrDefault(room, List.of())).check(MAIN);
    }

    @Test
    void theRulesCanFail() {
        assertThat(usesOnly("energy", List.of("device")).evaluate(MAIN).hasViolation())
                .isTrue();
        assertThat(usesOnly("run", List.of()).evaluate(MAIN).getFailureReport().getDetails())
                .anyMatch(line -> line.contains("io.ceait.sampling"));
    }

    @Test
    void everyPackageHasItsPlaceInTheHouse() {
        TreeSet<String> unknown = new TreeSet<>();
        for (JavaClass one : MAIN) {
            String room = one.getPackageName().replaceFirst("^io\\.ceait\\.?", "");
            boolean known = room.isEmpty()
                    || ARROWS.containsKey(room)
                    || room.equals("config")
                    || room.equals("cli")
                    || room.equals("sink")
                    || room.startsWith("sink.");
            if (!known) {
                unknown.add(room);
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void nothingUsesTheCommandLineOrItsSettings() {
        noClasses()
                .that(resideInAPackage("io.ceait..")
                        .and(DescribedPredicate.not(resideInAPackage("io.ceait")))
                        .and(DescribedPredicate.not(resideInAPackage("io.ceait.cli..")))
                        .and(DescribedPredicate.not(resideInAPackage("io.ceait.config.."))))
                .should()
                .dependOnClassesThat(resideInAPackage("io.ceait.cli..").or(resideInAPackage("io.ceait.config..")))
                .check(MAIN);
        noClasses()
                .that(resideInAPackage("io.ceait.config.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.ceait.cli.."))
                .check(MAIN);
    }

    @Test
    void sinksReadWhatIsPublishedAndNotEachOther() {
        DescribedPredicate<JavaClass> forbidden = resideInAPackage("io.ceait..");
        for (String seen : SEEN_BY_SINKS) {
            forbidden = forbidden.and(DescribedPredicate.not(of(seen)));
        }
        noClasses()
                .that(resideInAPackage("io.ceait.sink.."))
                .should()
                .dependOnClassesThat(forbidden
                        .and(DescribedPredicate.not(resideInAPackage("io.ceait.sink..")))
                        .as("reside outside %s", SEEN_BY_SINKS))
                .check(MAIN);
        slices().matching("io.ceait.sink.(*)..").should().notDependOnEachOther().check(MAIN);
    }

    @Test
    void noPackageNeedsOneThatNeedsIt() {
        slices().matching("io.ceait.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void everyPackageIsMarkedAgainstNulls() {
        for (JavaClass one : MAIN) {
            JavaPackage room = one.getPackage();
            // The entry point is compiled for Java 8 and stands alone.
            if (!room.getName().equals("io.ceait")) {
                assertThat(room.isAnnotatedWith(NullMarked.class))
                        .as(room.getName())
                        .isTrue();
            }
        }
    }

    private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaCall<?>> sleeping() {
        return target(owner(JavaClass.Predicates.equivalentTo(Thread.class)).and(name("sleep")))
                .or(target(
                        owner(JavaClass.Predicates.equivalentTo(TimeUnit.class)).and(name("sleep"))))
                .or(target(owner(JavaClass.Predicates.equivalentTo(LockSupport.class))
                        .and(name("parkNanos"))));
    }

    @Test
    void onlyTheClockTheConsoleTheLingerTheExitWatchTheStopAndTheRemovalOfAGroupWait() {
        noClasses()
                .that(DescribedPredicate.not(JavaClass.Predicates.belongToAnyOf(io.ceait.time.SystemClock.class)))
                .and()
                .doNotHaveFullyQualifiedName("io.ceait.sink.console.Console")
                .and()
                .doNotHaveFullyQualifiedName("io.ceait.cli.Metering")
                .and()
                .doNotHaveFullyQualifiedName("io.ceait.target.ExitWatch")
                .and()
                .doNotHaveFullyQualifiedName("io.ceait.cli.Child")
                .and()
                .doNotHaveFullyQualifiedName("io.ceait.command.JobControl")
                .should()
                .callMethodWhere(sleeping())
                .check(MAIN);
    }

    @Test
    void noTestSleeps() {
        // End-to-end tests wait for other processes, which no clock of ours steps.
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ceait.endtoend..")
                .should()
                .callMethodWhere(sleeping())
                .check(TESTS);
    }

    @Test
    void logsGoThroughOneDoorAndPrintingIsForTheCommandLine() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.logging.."))
                .check(MAIN);
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage("io.ceait.cli.."))
                        .and(DescribedPredicate.not(resideInAPackage("io.ceait"))))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(MAIN);
    }

    @Test
    void timeIsInjected() {
        noClasses()
                .that(resideInAPackage("io.ceait..")
                        .and(DescribedPredicate.not(resideInAPackage("io.ceait.time..")))
                        .and(DescribedPredicate.not(resideInAPackage("io.ceait.cli.."))))
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(MAIN);
    }

    /** A user's language may write other digits, or make another letter of an i: names and formats are for programs. */
    @Test
    void nothingIsWrittenInTheLanguageOfTheUserByChance() {
        ArchRule rule = noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(PrintStream.class, "printf", String.class, Object[].class)
                .orShould()
                .callMethod(PrintStream.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
                .orShould()
                .callMethod(PrintWriter.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(DateTimeFormatter.class, "ofPattern", String.class);
        rule.check(MAIN);
        // Tests say "…".formatted(…) now and then: there the rule can fail.
        assertThat(rule.evaluate(TESTS).hasViolation()).isTrue();
    }

    @Test
    void nativeBindingsHoldNoLogic() {
        classes()
                .that()
                .resideInAPackage("io.ceait.libc..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage("io.ceait.libc..", "io.ceait.command..", "io.ceait.machine..", "io.ceait.target..")
                .check(MAIN);
        classes()
                .that()
                .resideInAPackage("io.ceait.nvml..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage("io.ceait.nvml..", "io.ceait.source.nvml..")
                .check(MAIN);
    }
}
