package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import org.junit.jupiter.api.Test;

class YamlMapTest {

    private static YamlMap yaml(String text) {
        return YamlFile.parse("f.yaml", new StringReader(text));
    }

    @Test
    void readsTypedValuesAndKnowsTheirLines() {
        YamlMap map = yaml("# c\nname: no\nx: 1.5e3\nlist:\n  - {n: 8}\n  - n: -0.25\nempty:\n");
        assertThat(map.text("name")).contains("no");
        assertThat(map.number("x")).contains(1500.0);
        assertThat(map.maps("list")).extracting(m -> m.requiredNumber("n")).containsExactly(8.0, -0.25);
        assertThat(map.number("empty")).isEmpty();
        assertThat(map.maps("none")).isEmpty();
        assertThat(map.where("x")).isEqualTo("f.yaml:3");
    }

    @Test
    void unknownKeysNameTheNearest() {
        assertThatThrownBy(() -> yaml("a: 1\npeu: 1.2\n").only("a", "pue"))
                .isInstanceOf(InputException.class)
                .hasMessage("f.yaml:2: unknown key peu; did you mean pue?");
        assertThatThrownBy(() -> yaml("wholly_different: 1\n").only("a", "b"))
                .hasMessage("f.yaml:1: unknown key wholly_different; known here: a, b");
    }

    @Test
    void wrongTypesAreSentences() {
        assertThatThrownBy(() -> yaml("\nx: abc").number("x")).hasMessage("f.yaml:2: x is a number, not \"abc\"");
        assertThatThrownBy(() -> yaml("x: '1'").number("x")).hasMessage("f.yaml:1: x is a number, not \"1\"");
        assertThatThrownBy(() -> yaml("x: .nan").number("x")).hasMessageContaining("x is a number");
        assertThatThrownBy(() -> yaml("x: .inf").number("x")).hasMessageContaining("x is a number");
        assertThatThrownBy(() -> yaml("x: [1]").number("x")).hasMessageContaining("x is a number, not a list");
        assertThatThrownBy(() -> yaml("x: {a: 1}").text("x")).hasMessageContaining("x is text, not a mapping");
        assertThatThrownBy(() -> yaml("x: 3").maps("x")).hasMessageContaining("x is a list");
        assertThatThrownBy(() -> yaml("x: [3]").maps("x")).hasMessageContaining("a mapping of keys to values");
        assertThatThrownBy(() -> yaml("x: {}").requiredNumber("y")).hasMessage("f.yaml:1: y is missing here");
        assertThatThrownBy(() -> yaml("x: 1\nx: 2")).hasMessage("f.yaml:2: the key x stands here for the second time");
        assertThatThrownBy(() -> yaml("[a]: 1")).hasMessageContaining("a key is a word, not a list");
        assertThatThrownBy(() -> yaml("- a")).hasMessageContaining("f.yaml:1: a mapping of keys");
    }

    @Test
    void brokenYamlIsOneSentenceWithItsLine() {
        for (String broken :
                new String[] {"a: [1, 2\nb: 3\n", "a:\tb\n\t- c", "a: \"x", "a: *nowhere", "a: 1\n---\nb: 2\n", "\u0001"
                }) {
            assertThatThrownBy(() -> yaml(broken))
                    .isInstanceOf(InputException.class)
                    .hasMessageMatching("f\\.yaml(:\\d+:\\d+)?: this is not YAML: [^\\n]+");
        }
        assertThatThrownBy(() -> yaml("# nothing\n")).hasMessageStartingWith("f.yaml is empty");
    }

    @Test
    void nestingWithoutEndIsOneSentenceToo() {
        assertThatThrownBy(() -> yaml("a: " + "[".repeat(100_000)))
                .isInstanceOf(InputException.class)
                .hasMessage("f.yaml: this is not YAML: it is nested thousands of levels deep");
    }

    @Test
    void tagsCannotNameAClass() {
        assertThat(yaml("x: !!java.net.URL [\"http://a\"]").has("x")).isTrue();
    }
}
