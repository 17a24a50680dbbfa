package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.device.Quality;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.RunDescription;
import io.ceait.run.RunDescription.TargetDescription;
import io.ceait.run.Snapshot;
import io.ceait.units.Mass;
import io.ceait.units.Text;
import java.util.List;
import java.util.stream.Collectors;

/** The result before anything else: how much, how sure, of what. */
final class ResultSection {

    private ResultSection() {}

    static void write(Html html, Assessment assessment) {
        html.element("header", () -> {
            html.element("h1", "Carbon emission of an AI training");
            html.element(
                    "p",
                    "Assessed by " + RunDescription.STANDARD + " with CEAIT "
                            + assessment.snapshot().run().agentVersion(),
                    "class",
                    "note");
        });
        html.element(
                "section",
                () -> {
                    html.element("h2", "Result");
                    html.element("div", () -> figures(html, assessment), "class", "figures");
                    estimates(html, assessment.snapshot().books().devices());
                    identity(html, assessment.snapshot());
                },
                "class",
                "result");
    }

    private static void figures(Html html, Assessment assessment) {
        Mass mass = assessment.emissions();
        figure(
                html,
                "Energy of the job",
                Figures.kilowattHours(assessment.energy()),
                "± " + Figures.percent(assessment.energyUncertainty()),
                assessment.energy().toString());
        figure(
                html,
                "Emissions, PUE included",
                Figures.kilograms(mass),
                "± " + Text.significant(assessment.emissionsUncertaintyMass().kilograms()) + " kgCO2e ("
                        + Figures.percent(assessment.emissionsUncertainty()) + ")",
                mass.toString());
    }

    private static void figure(Html html, String name, String value, String uncertainty, String scaled) {
        html.element(
                "div",
                () -> {
                    html.element("p", name, "class", "name");
                    html.element("p", value, "class", "value");
                    html.element("p", uncertainty + ", one standard uncertainty", "class", "note");
                    if (!scaled.equals(value)) {
                        html.element("p", "= " + scaled, "class", "note");
                    }
                },
                "class",
                "figure");
    }

    /** Said beside the result, because nobody should find out further down. */
    private static void estimates(Html html, List<DeviceBooks> devices) {
        List<DeviceBooks> estimated =
                devices.stream().filter(d -> d.quality() == Quality.ESTIMATED).toList();
        if (estimated.isEmpty()) {
            return;
        }
        String names = estimated.stream().map(d -> d.device().id()).collect(Collectors.joining(", "));
        html.element(
                "p",
                () -> {
                    Figures.quality(html, Quality.ESTIMATED);
                    html.text(
                            estimated.size() == devices.size()
                                    ? " Nothing here was measured: a model told the power of every device (" + names
                                            + ")."
                                    : " A model told the power of " + names
                                            + ", in whole or in part; the rest was measured.");
                },
                "class",
                "estimates");
    }

    private static void identity(Html html, Snapshot snapshot) {
        html.element("dl", () -> {
            term(html, "Run", snapshot.run().identity().runId());
            term(html, "Node", snapshot.run().identity().node());
            term(html, "Target", target(snapshot.run().target()));
            term(html, "From", Figures.utc(snapshot.firstSample()) + " UTC");
            term(html, "To", Figures.utc(snapshot.lastSample()) + " UTC");
            term(html, "Duration", Figures.duration(snapshot.books().elapsed()));
            term(html, "Status", snapshot.status().label());
            term(html, "Attribution", snapshot.run().headline().label());
        });
    }

    private static void term(Html html, String name, String value) {
        html.element("div", () -> {
            html.element("dt", name);
            html.element("dd", value);
        });
    }

    private static String target(TargetDescription target) {
        String pids = target.pids().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return switch (target.kind()) {
            case "machine" -> "the whole machine";
            case "cgroup" -> "the control group " + target.cgroup();
            case "pid" -> "process " + pids + " and its descendants";
            case "run" -> "the command that the agent started (process " + pids + ") and its descendants";
            default -> target.kind() + " " + pids;
        };
    }
}
