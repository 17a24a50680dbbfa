package io.ceait.sink.report;

import io.ceait.text.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The report as a whole: head, result, and the sections in the order of the standard's Appendix A. */
final class Document {

    private static final String STYLE_SHEET = "report.css";

    /**
     * One numbered section.
     *
     * @param id of its anchor
     * @param applies whether the run has something to say in it
     */
    private record Section(String id, Message heading, Predicate<Page> applies, Consumer<Page> body) {

        /** A section that every report has. */
        Section(String id, Message heading, Consumer<Page> body) {
            this(id, heading, page -> true, body);
        }
    }

    private static final List<Section> SECTIONS = List.of(
            new Section("basic", Words.BASIC, BasicSection::write),
            new Section("scope", Words.SCOPE, ScopeSection::write),
            new Section("unit", Words.FUNCTIONAL_UNIT, UnitSection::write),
            new Section("boundary", Words.BOUNDARY, ScopeSection::writeBoundary),
            new Section("data", Words.DATA, DataSection::write),
            new Section("calculation", Words.CALCULATION, CalculationSection::write),
            new Section("result", Words.RESULT_DETAIL, ResultSection::write),
            new Section("sci", Words.SCI, page -> page.assessment().sci().isPresent(), SciSection::write),
            new Section(
                    "prediction",
                    Words.PREDICTION,
                    page -> page.assessment().outlook().isPresent(),
                    PredictionSection::write),
            new Section("quality", Words.DATA_QUALITY, QualitySection::write),
            new Section("cut-off", Words.CUT_OFF, QualitySection::writeCutOff),
            new Section("uncertainty", Words.UNCERTAINTY_SECTION, UncertaintySection::write),
            new Section("recommendations", Words.RECOMMENDATIONS, RecommendationSection::write),
            new Section("sources", Words.SOURCES, SourcesSection::write),
            new Section("configuration", Words.CONFIGURATION, ConfigurationSection::write));

    private Document() {}

    static String of(Page page) {
        String css = styleSheet();
        Html html = page.html();
        html.element(
                "html",
                () -> {
                    html.element("head", () -> head(page, css));
                    html.element("body", () -> html.element("main", () -> body(page)));
                },
                "lang",
                page.language().tag());
        return html.toString();
    }

    private static void head(Page page, String css) {
        Html html = page.html();
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        // Even a text that slipped through the escaping could load, run and style nothing.
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src '" + hash(Html.styleText(css))
                        + "'; base-uri 'none'; form-action 'none'");
        html.element(
                "title",
                page.say(
                        Words.DOCUMENT_TITLE,
                        page.assessment().snapshot().run().identity().runId()));
        html.style(css);
    }

    private static void body(Page page) {
        Summary.write(page);
        contents(page);
        int number = 1;
        for (Section section : sections(page)) {
            String heading = number++ + " " + page.say(section.heading());
            page.html()
                    .element(
                            "section",
                            () -> {
                                page.html().element("h2", heading);
                                section.body().accept(page);
                            },
                            "id",
                            section.id());
        }
    }

    private static List<Section> sections(Page page) {
        return SECTIONS.stream().filter(section -> section.applies().test(page)).toList();
    }

    private static void contents(Page page) {
        Html html = page.html();
        html.element(
                "nav",
                () -> html.element("ol", () -> {
                    for (Section section : sections(page)) {
                        html.element(
                                "li", () -> html.element("a", page.say(section.heading()), "href", "#" + section.id()));
                    }
                }),
                "aria-label",
                page.say(Words.CONTENTS));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String styleSheet() {
        try (InputStream in = Document.class.getResourceAsStream(STYLE_SHEET)) {
            byte[] text = Optional.ofNullable(in)
                    .orElseThrow(() -> new IllegalStateException(STYLE_SHEET + " is not in the jar"))
                    .readAllBytes();
            return new String(text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(STYLE_SHEET, e);
        }
    }
}
