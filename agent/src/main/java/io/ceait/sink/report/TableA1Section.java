package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.TableA1Row;
import io.ceait.device.Quality;
import io.ceait.energy.DeviceBooks;
import java.util.Locale;

/** The standard's table of devices, and what the plain averages of the same run would have given. */
final class TableA1Section {

    /** Below this a deviation is one of roundings. */
    private static final double SMALLEST_DEVIATION = 1e-5;

    private TableA1Section() {}

    static void write(Html html, Assessment assessment) {
        html.element("section", () -> {
            html.element("h2", "Table A.1: devices of the training");
            Table table = new Table(html)
                    .text("Device type")
                    .text("Quality")
                    .number("Number n")
                    .number("Mean power w")
                    .number("Time t")
                    .number("Occupancy p")
                    .number("Energy n·w·t·p");
            Table plain = new Table(html)
                    .text("Device type")
                    .number("Plain mean occupancy")
                    .number("Product of averages")
                    .number("Difference");
            for (TableA1Row row : assessment.tableA1()) {
                String type = row.type().label().toUpperCase(Locale.ROOT);
                table.rated(
                        type,
                        quality(assessment, row),
                        String.valueOf(row.n()),
                        row.meanPower().toString(),
                        Figures.duration(row.time()),
                        row.occupancy().toString(),
                        Figures.kilowattHours(row.energy()));
                plain.row(
                        type,
                        row.plainOccupancy().toString(),
                        Figures.kilowattHours(row.productOfMeans()),
                        signed(row.deviationOfMeans()));
            }
            table.total("Sum", "", "", "", "", "", Figures.kilowattHours(assessment.energy()));
            table.write();
            html.element(
                    "p",
                    "Mean power is that of one device; the occupancy is weighted with energy, so that the product of a row"
                            + " is the job's energy.",
                    "class",
                    "note");
            html.element("h3", "The same from plain averages");
            plain.write();
            html.element(
                    "p",
                    "A product of averages differs from the average of products wherever the job's share and the power rise"
                            + " and fall together: a device at 300 W while the job runs and 100 W while it does not gives"
                            + " 150 W on average, not half of 200 W.",
                    "class",
                    "note");
        });
    }

    private static Quality quality(Assessment assessment, TableA1Row row) {
        return assessment.snapshot().books().devices().stream()
                .filter(d -> d.device().type() == row.type())
                .map(DeviceBooks::quality)
                .reduce(Quality.MEASURED, Quality::worse);
    }

    private static String signed(double deviation) {
        if (Math.abs(deviation) < SMALLEST_DEVIATION) {
            return "less than " + Figures.percent(SMALLEST_DEVIATION);
        }
        String text = Figures.percent(Math.abs(deviation));
        return (deviation > 0 ? "+" : "−") + text;
    }
}
