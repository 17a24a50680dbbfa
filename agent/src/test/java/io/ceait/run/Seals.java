package io.ceait.run;

import java.nio.charset.StandardCharsets;

/** Journals with and without checksums, for tests. */
final class Seals {

    private Seals() {}

    /** The same lines as version 0.1.0 wrote them. */
    static String removed(String journal) {
        return journal.replaceAll(",\"crc\":\"[0-9a-f]{8}\"}", "}")
                .replace(RunDescription.JOURNAL_SCHEMA, RunDescription.JOURNAL_SCHEMA_BEFORE);
    }

    /** A line as it stands in a journal. */
    static String line(String json) {
        return new String(new JournalSeal().line(json), StandardCharsets.UTF_8);
    }
}
