package io.ceait.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker itself: what it must not let pass. */
class HtmlValidityTest {

    private static String page(String body) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><title>x</title></head><body><main><h1>x</h1>" + body
                + "</main></body></html>";
    }

    @Test
    void aPageWithoutFaultHasNone() {
        assertThat(HtmlValidity.problems(page("<h2 id=\"a\">x &amp; y</h2><p>x<br><a href=\"#a\">z</a></p>")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>x | p is not closed",
                "<p>x</div> | </div> closes p",
                "<blink>x</blink> | there is no element blink",
                "<p id='x'>x</p> | not to be read in p",
                "<p colour=\"x\">x</p> | p has no attribute colour",
                "<p class=\"a\" class=\"b\">x</p> | p has two attributes class",
                "<p><div>x</div></p> | div in p",
                "<ul><p>x</p></ul> | p in ul",
                "<table><tr><td>x</td></tr></table> | tr in table",
                "<table><tbody><tr>x</tr></tbody></table> | text where none may stand: x",
                "<p id=\"a\">x</p><p id=\"a\">x</p> | the id 'a' stands at 2 elements",
                "<a href=\"#b\">x</a> | nothing has the id 'b'",
                "<section aria-labelledby=\"b\"><p>x</p></section> | nothing has the id 'b'",
                "<p>a & b</p> | a bare ampersand in: a & b",
                "<h3>x</h3> | h3 follows h1",
                "<h1>x</h1> | 2 elements h1",
                "<div role=\"button\" aria-label=\"x\">x</div> | there is no role button",
                "<svg viewBox=\"0 0 1 1\"></svg> | svg has no name",
                "<input type=\"radio\"> | input has no label",
                "<a href=\"x\"></a> | a says nothing",
                "<table><thead><tr><th>x</th></tr></thead></table> | th says not whose heading it is"
            })
    void aFaultIsFound(String body, String problem) {
        assertThat(HtmlValidity.problems(page(body))).anyMatch(found -> found.startsWith(problem));
    }
}
