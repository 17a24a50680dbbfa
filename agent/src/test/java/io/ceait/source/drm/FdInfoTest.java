package io.ceait.source.drm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ceait.kernel.Cursor;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The text of fdinfo as drivers write it. */
class FdInfoTest {

    private final FdInfo info = new FdInfo();

    private FdInfo parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return info.of(bytes, bytes.length);
    }

    private int engine(String name) {
        for (int i = 0; i < info.engines(); i++) {
            if (info.engine(i).equals(name)) {
                return i;
            }
        }
        throw new AssertionError("no engine " + name);
    }

    @Test
    void i915TellsNanosecondsAndCapacities() {
        parse("""
                pos:	0
                flags:	0100002
                drm-driver:	i915
                drm-pdev:	0000:03:00.0
                drm-client-id:	42
                drm-engine-render:	9288864723 ns
                drm-engine-copy:	2035071108 ns
                drm-engine-compute:	17 ns
                drm-engine-capacity-compute:	4
                drm-total-local0:	1024 KiB
                drm-resident-local0:	512 KiB
                """);
        assertThat(info.told()).isTrue();
        assertThat(info.client()).isEqualTo(42);
        assertThat(info.device()).isEqualTo("0000:03:00.0");
        assertThat(info.nanos(engine("render"))).isEqualTo(9_288_864_723L);
        assertThat(info.capacity(engine("render"))).isEqualTo(1);
        assertThat(info.capacity(engine("compute"))).isEqualTo(4);
        assertThat(info.memoryBytes()).isEqualTo(512 * 1024);
    }

    @Test
    void memoryIsWhatIsResidentThenWhatIsUsedThenTheTotal() {
        assertThat(parse("drm-total-vram: 9 MiB\ndrm-memory-vram: 7 KiB\n").memoryBytes())
                .isEqualTo(7 * 1024);
        assertThat(parse("drm-total-vram0: 1 MiB\ndrm-total-vram1: 5\n").memoryBytes())
                .isEqualTo((1 << 20) + 5);
        assertThat(parse("drm-memory-gtt: 7 KiB\n").memoryBytes()).isEqualTo(Cursor.NONE);
    }

    @Test
    void aFileThatIsNoDevicesTellsNothing() {
        parse("pos:\t0\nflags:\t02\nmnt_id:\t15\nino:\t7\n");
        assertThat(info.told()).isFalse();
        assertThat(info.client()).isEqualTo(Cursor.NONE);
        assertThat(info.device()).isEmpty();
        assertThat(info.engines()).isZero();
    }

    @Test
    void nothingIsLeftOfTheFileBefore() {
        parse("drm-client-id: 3\ndrm-engine-gfx: 5 ns\ndrm-memory-vram: 3 KiB\n");
        parse("");
        assertThat(info.client()).isEqualTo(Cursor.NONE);
        assertThat(info.engines()).isZero();
        assertThat(info.memoryBytes()).isEqualTo(Cursor.NONE);
    }

    @Test
    void nonsenseIsNoNumberAndNoCapacityIsBelowOne() {
        parse("drm-engine-gfx: 99999999999999999999 ns\ndrm-engine-capacity-gfx: 0\ndrm-client-id: x\n");
        assertThat(info.nanos(engine("gfx"))).isEqualTo(Cursor.NONE);
        assertThat(info.capacity(engine("gfx"))).isEqualTo(1);
        assertThat(info.client()).isEqualTo(Cursor.NONE);
    }

    @Test
    void moreEnginesThanThereAreNamesForAreLeftOut() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < FdInfo.MOST_ENGINES + 5; i++) {
            text.append("drm-engine-e").append(i).append(": 1 ns\n");
        }
        assertThat(parse(text.toString()).engines()).isEqualTo(FdInfo.MOST_ENGINES);
    }

    @Property
    void noTextMakesItFail(@ForAll String text) {
        assertThatCode(() -> parse("drm-" + text).memoryBytes()).doesNotThrowAnyException();
        assertThatCode(() -> parse("drm-engine-" + text + ":" + text)).doesNotThrowAnyException();
    }

    @Property
    void engineTimesAreReadAsTheyStand(@ForAll long nanos) {
        long written = nanos & Long.MAX_VALUE;
        parse("drm-engine-gfx:\t" + written + " ns");
        assertThat(info.nanos(0)).isEqualTo(written);
    }
}
