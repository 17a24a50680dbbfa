package io.ceait.sink.report;

import io.ceait.assessment.Recommendations;
import io.ceait.text.Notice;
import java.util.List;

/** What could be done better next time. */
final class RecommendationSection {

    private RecommendationSection() {}

    static void write(Page page) {
        List<Notice> recommendations = Recommendations.of(page.assessment(), page.timeline());
        if (recommendations.isEmpty()) {
            page.paragraph(Words.NO_RECOMMENDATION);
        } else {
            page.list(recommendations.stream()
                    .map(notice -> notice.in(page.language()))
                    .toList());
        }
    }
}
