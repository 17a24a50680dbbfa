package io.ceait.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.kernel.ProcFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessStatTest {

    private static final String FIELDS =
            " S 42 1 1 0 -1 4194304 11 12 13 14 100 20 3 4 20 0 7 0 8888 123456789 555 18446744073709551615 1\n";

    private final ProcessStat stat = new ProcessStat();

    private boolean parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return stat.parse(bytes, bytes.length);
    }

    private void assertFields() {
        assertThat(stat.state).isEqualTo('S');
        assertThat(stat.parent).isEqualTo(42);
        assertThat(stat.ownTicks).isEqualTo(120);
        assertThat(stat.reapedTicks).isEqualTo(7);
        assertThat(stat.threads).isEqualTo(7);
        assertThat(stat.startTicks).isEqualTo(8888);
        assertThat(stat.residentPages).isEqualTo(555);
    }

    @Property(tries = 300)
    void theNameMayHoldAnything(
            @ForAll @StringLength(max = 15) @Chars({'(', ')', ' ', '\n', '\t', '9', '中'}) @AlphaChars String name) {
        assertThat(parse("7 (" + name + ")" + FIELDS)).isTrue();
        assertFields();
    }

    @Property(tries = 300)
    void noTextBreaksTheParser(@ForAll String text) {
        parse(text);
        parse("7 (x)" + text);
    }

    @Test
    void tornTextIsNoAnswer() {
        String whole = "7 (x)" + FIELDS;
        int behindPages = whole.indexOf(" 555") + 4;
        for (int end = 0; end < behindPages - 3; end++) {
            assertThat(parse(whole.substring(0, end)))
                    .as(whole.substring(0, end))
                    .isFalse();
        }
        assertThat(parse(whole.substring(0, behindPages))).isTrue();
    }

    @Test
    void aLeaderWhoseThreadsLiveHasNotEnded(@TempDir Path procfs) {
        ProcFixture.Process process = new ProcFixture(procfs).process(7, 1);
        parse(process.state('Z').statLine());
        assertThat(stat.ended()).isTrue();
        parse(process.threads(3).statLine());
        assertThat(stat.ended()).isFalse();
        parse(process.state('X').threads(0).statLine());
        assertThat(stat.ended()).isTrue();
        parse(process.state('T').statLine());
        assertThat(stat.ended()).isFalse();
    }
}
