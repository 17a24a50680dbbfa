package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static List<MatchResult> named() throws IOException {
        String document = Files.readString(Agent.ROOT.resolve("docs/guarantee.md"));
        return TEST.matcher(document).results().toList();
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
}
