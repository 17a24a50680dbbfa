package io.ceait.sink.report;

import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import java.io.IOException;

/** stub for compile */
public final class HtmlReport implements RunSink {
    @Override
    public String name() {
        return "report.en.html";
    }

    @Override
    public void ended(FinishedRun run) throws IOException {}
}
