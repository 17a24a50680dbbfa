package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Holds the table of the written guarantee to the tests that it names. */
class GuaranteeDocumentTest {

    private static final List<Class<?>> CAMPAIGN = List.of(
            KillCampaignIT.class,
            DiskFaultsIT.class,
            SensorFaultsIT.class,
            ClockFaultsIT.class,
            ResourceFaultsIT.class,
            HostileClientsIT.class);

    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Path SOURCES = Path.of("src/test/java");

    /** In a row of the table: after its fault there is nothing that a guarantee could be held to. */
    private static final String NO_OUTPUTS = "(no outputs)";

    private static String document() throws IOException {
        return Files.readString(Agent.ROOT.resolve("docs/guarantee.md"));
    }

    private static List<MatchResult> named() throws IOException {
        return TEST.matcher(document()).results().toList();
    }

    private static Class<?> testClass(String simpleName) throws IOException, ClassNotFoundException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            Path source = files.filter(file -> file.endsWith(simpleName + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no " + simpleName));
            String name = SOURCES.relativize(source).toString().replace('/', '.');
            return Class.forName(name.substring(0, name.length() - ".java".length()));
        }
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    @Test
    void everyTestThatIsNamedExists() throws Exception {
        assertThat(named()).isNotEmpty();
        for (MatchResult test : named()) {
            assertThat(testClass(test.group(1)).getDeclaredMethods())
                    .as(test.group())
                    .anyMatch(method -> method.getName().equals(test.group(2)) && isTest(method));
        }
    }

    @Test
    void everyTestOfTheCampaignIsInTheTable() throws Exception {
        Set<String> inTheTable = new HashSet<>();
        for (MatchResult test : named()) {
            inTheTable.add(test.group());
        }
        for (Class<?> campaign : CAMPAIGN) {
            assertThat(Arrays.stream(campaign.getDeclaredMethods())
                            .filter(GuaranteeDocumentTest::isTest)
                            .map(method -> "`" + campaign.getSimpleName() + "#" + method.getName() + "`"))
                    .isNotEmpty()
                    .allMatch(inTheTable::contains);
        }
    }

    /** Whether a method of a test calls {@link Guarantee}, itself or by others of its class. */
    private static boolean holdsTheGuarantee(JavaClass test, String method) {
        Set<String> seen = new HashSet<>();
        List<String> ahead = new ArrayList<>(List.of(method));
        while (!ahead.isEmpty()) {
            String next = ahead.remove(0);
            if (!seen.add(next)) {
                continue;
            }
            for (JavaMethodCall call : test.getMethodCallsFromSelf()) {
                if (call.getOrigin().getName().equals(next)) {
                    if (call.getTargetOwner().isEquivalentTo(Guarantee.class)) {
                        return true;
                    }
                    if (call.getTargetOwner().equals(test)) {
                        ahead.add(call.getName());
                    }
                }
            }
        }
        return false;
    }

    @Test
    void everyTestThatIsNamedHoldsTheGuaranteeWhereThereAreOutputs() throws Exception {
        JavaClasses all = new ClassFileImporter().importPackages("io.ceait.endtoend");
        int held = 0;
        for (String row : document().lines().toList()) {
            for (MatchResult test : TEST.matcher(row).results().toList()) {
                Class<?> named = testClass(test.group(1));
                if (named.getPackageName().equals("io.ceait.endtoend")) {
                    assertThat(holdsTheGuarantee(all.get(named), test.group(2)))
                            .as(row)
                            .isNotEqualTo(row.contains(NO_OUTPUTS));
                    held++;
                }
            }
        }
        assertThat(held).isGreaterThan(20);
    }
}
