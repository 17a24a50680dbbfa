package io.ceait.intensity.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerCacheTest {

    @Test
    void whatIsKeptIsFound(@TempDir Path dir) {
        AnswerCache cache = AnswerCache.ofUser(Map.of("HOME", dir.toString()));
        cache.keep("gb", "{}", 5000);
        assertThat(AnswerCache.ofUser(Map.of("HOME", dir.toString())).find("gb"))
                .hasValue(new AnswerCache.Kept("{}", 5000));
        assertThat(dir.resolve(".cache/ceait/intensity/gb")).exists();
    }

    /** Under the locale C, a home beyond ASCII: nothing is kept, and nothing fails. */
    @Test
    void aHomeThatCannotBeNamedKeepsNothing() {
        for (String variable : new String[] {"HOME", "XDG_CACHE_HOME"}) {
            AnswerCache cache = AnswerCache.ofUser(Map.of(variable, "/home/gr\uD800e"));
            cache.keep("gb", "{}", 5000);
            assertThat(cache.find("gb")).isEmpty();
        }
    }
}
