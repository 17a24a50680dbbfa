package io.ceait.sink.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of the chart can be seen and told apart, on both backgrounds and by those who do not tell red from green. */
class PaletteTest {

    /** WCAG 2.1, success criterion 1.4.11: graphical objects. */
    private static final double LEAST_CONTRAST = 3;

    /** In Oklab, where 1 is from black to white; a step of 0.02 can just be seen. */
    private static final double LEAST_DISTANCE = 0.1;

    /** Linear light as others see it (Machado, Oliveira and Fernandes 2009): everybody, without red, without green cones. */
    private static final double[][][] EYES = {
        {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
        {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
        {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}
    };

    private static Map<String, String> lines(int theme) throws IOException {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream("live.css"))) {
            String css = new String(in.readAllBytes(), StandardCharsets.UTF_8).split(":root", -1)[theme];
            Map<String, String> colours = new LinkedHashMap<>();
            Matcher matcher = Pattern.compile("--(paper|line-[a-z]+-\\d): (#[0-9a-f]{6});")
                    .matcher(css);
            while (matcher.find()) {
                colours.put(matcher.group(1), matcher.group(2));
            }
            return colours;
        }
    }

    @ParameterizedTest
    @CsvSource({"light, 1", "dark, 2"})
    void everyLineStandsOutAndNoTwoLookAlike(String name, int theme) throws IOException {
        Map<String, String> colours = lines(theme);
        String paper = Objects.requireNonNull(colours.remove("paper"));
        assertThat(colours).as("two processors, eight GPUs, memory").hasSize(11);
        colours.forEach(
                (line, colour) -> assertThat(contrast(colour, paper)).as(line).isGreaterThanOrEqualTo(LEAST_CONTRAST));
        for (double[][] eye : EYES) {
            colours.forEach((one, first) -> colours.forEach((other, second) -> {
                if (one.compareTo(other) < 0) {
                    assertThat(distance(seen(first, eye), seen(second, eye)))
                            .as("%s and %s", one, other)
                            .isGreaterThan(LEAST_DISTANCE);
                }
            }));
        }
    }

    private static double[] linear(String colour) {
        return IntStream.of(1, 3, 5)
                .mapToDouble(i -> Integer.parseInt(colour.substring(i, i + 2), 16) / 255.0)
                .map(c -> c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
                .toArray();
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        double[] light = linear(colour);
        return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
    }

    /** In Oklab (Ottosson 2020). */
    private static double[] seen(String colour, double[][] eye) {
        double[] light = times(eye, linear(colour));
        double[] cones = times(
                new double[][] {
                    {0.4122214708, 0.5363325363, 0.0514459929},
                    {0.2119034982, 0.6806995451, 0.1073969566},
                    {0.0883024619, 0.2817188376, 0.6299787005}
                },
                IntStream.range(0, 3)
                        .mapToDouble(i -> Math.max(0, Math.min(1, light[i])))
                        .toArray());
        return times(
                new double[][] {
                    {0.2104542553, 0.7936177850, -0.0040720468},
                    {1.9779984951, -2.4285922050, 0.4505937099},
                    {0.0259040371, 0.7827717662, -0.8086757660}
                },
                IntStream.range(0, 3).mapToDouble(i -> Math.cbrt(cones[i])).toArray());
    }

    private static double[] times(double[][] matrix, double[] vector) {
        return IntStream.range(0, 3)
                .mapToDouble(i -> matrix[i][0] * vector[0] + matrix[i][1] * vector[1] + matrix[i][2] * vector[2])
                .toArray();
    }

    private static double distance(double[] one, double[] other) {
        return Math.sqrt(IntStream.range(0, 3)
                .mapToDouble(i -> (one[i] - other[i]) * (one[i] - other[i]))
                .sum());
    }
}
