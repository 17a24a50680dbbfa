package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.energy.DeviceBooks;

/** Every device with where its figures come from and how sure they are. */
final class DevicesSection {

    private DevicesSection() {}

    static void write(Html html, Assessment assessment) {
        html.element("section", () -> {
            html.element("h2", "Devices");
            Table table = new Table(html)
                    .text("Device")
                    .text("Quality")
                    .text("Model")
                    .text("Source")
                    .text("Share by")
                    .number("Mean power")
                    .number("Time known")
                    .number("Device energy")
                    .number("Uncertainty")
                    .number("Job energy");
            for (DeviceBooks device : assessment.snapshot().books().devices()) {
                table.rated(
                        device.device().id(),
                        device.quality(),
                        device.device().model(),
                        String.join(" + ", device.energyBySource().keySet()),
                        Assessment.occupancySource(device),
                        device.meanPower().toString(),
                        Figures.duration(device.time()),
                        Figures.kilowattHours(device.energy()),
                        "± " + Figures.percent(assessment.uncertaintyOf(device.device())),
                        Figures.kilowattHours(
                                device.jobEnergy(assessment.snapshot().run().headline())));
            }
            table.write();
        });
    }
}
