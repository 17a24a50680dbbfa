package io.ceait.sink.prometheus;

import io.ceait.metrics.Metric;
import io.ceait.run.RunIdentity;
import java.util.List;

/** The labels of a series in braces, as the text format writes them. */
final class LabelText {

    private final RunIdentity identity;
    private final StringBuilder text = new StringBuilder();

    LabelText(RunIdentity identity) {
        this.identity = identity;
    }

    /** @param values of the metric's labels, in their order */
    String of(Metric metric, List<String> values) {
        text.setLength(0);
        label('{', "run_id", identity.runId());
        label(',', "node", identity.node());
        for (int i = 0; i < values.size(); i++) {
            label(',', metric.labels().get(i), values.get(i));
        }
        return text.append('}').toString();
    }

    private void label(char before, String name, String value) {
        text.append(before).append(name).append("=\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(c);
            }
        }
        text.append('"');
    }
}
