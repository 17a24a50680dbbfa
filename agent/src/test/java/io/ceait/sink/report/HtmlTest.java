package io.ceait.sink.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HtmlTest {

    private static String body(Html html) {
        return html.toString().replace("<!DOCTYPE html>\n", "").strip();
    }

    @Test
    void whatCouldBeMarkupIsText() {
        Html html = new Html().element("p", "<script>alert('1')</script> & \"so on\"");
        assertThat(body(html))
                .isEqualTo("<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;so on&quot;</p>");
    }

    @Test
    void anAttributeCannotBeLeft() {
        Html html = new Html().element("p", "", "title", "\" onload=\"alert(1)");
        assertThat(body(html)).isEqualTo("<p title=\"&quot; onload=&quot;alert(1)\"></p>");
    }

    @Test
    void whatWouldNotBeShownAsItStandsIsReplaced() {
        Html html = new Html().element("p", "a\u0000b\u202Ec\uD800d\u001B[31m");
        assertThat(body(html)).isEqualTo("<p>a\uFFFDb\uFFFDc\uFFFDd\uFFFD[31m</p>");
    }

    @Test
    void otherScriptsStayAsTheyAre() {
        assertThat(body(new Html().element("p", "碳排放 🌍 é"))).isEqualTo("<p>碳排放 🌍 é</p>");
    }

    @Property
    void noTextEndsAnElementOrAnAttribute(@ForAll String text) {
        String page = body(new Html().element("p", text, "title", text));
        assertThat(page.chars().filter(c -> c == '<').count()).isEqualTo(2);
        assertThat(page.chars().filter(c -> c == '>').count()).isEqualTo(2);
        assertThat(page.chars().filter(c -> c == '"').count()).isEqualTo(2);
    }

    @Test
    void aTextIsNoName() {
        assertThatThrownBy(() -> new Html().element("p onload=x", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Html().element("p", "", "a b", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStyleSheetCannotEndItsElement() {
        assertThatThrownBy(() -> new Html().style("p {} </style><script>"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOpenElementIsNoDocument() {
        Html html = new Html();
        html.element("p", () -> assertThatThrownBy(html::toString).isInstanceOf(IllegalStateException.class));
    }
}
