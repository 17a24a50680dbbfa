package io.ceait.cli;

import io.ceait.run.RunSink;
import io.ceait.sink.codecarbon.EmissionsCsv;
import io.ceait.sink.modelcard.ModelCardYaml;
import io.ceait.sink.prometheus.EmissionsOm;
import io.ceait.sink.report.HtmlReports;
import io.ceait.sink.series.SamplesCsv;
import io.ceait.sink.summary.SummaryJson;
import java.util.List;

/** Every file that follows from the journal of a run: what its end, a recovery and a new report write alike. */
final class FileSinks {

    private FileSinks() {}

    static List<RunSink> all() {
        return List.of(
                new SamplesCsv(),
                new SummaryJson(),
                new HtmlReports(),
                new EmissionsCsv(),
                new EmissionsOm(),
                new ModelCardYaml());
    }
}
