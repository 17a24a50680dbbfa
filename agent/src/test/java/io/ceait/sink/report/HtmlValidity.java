package io.ceait.sink.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a page by the rules of HTML that our pages can break: elements and attributes that do not exist, are not
 * closed or stand where they must not, ids that are not unique or point nowhere, and what a reader who sees nothing lacks.
 * Stricter than HTML in one thing: every end tag must be there.
 */
public final class HtmlValidity {

    private static final Set<String> VOID = Set.of("meta", "link", "input", "br");
    private static final Set<String> RAW = Set.of("style", "script", "title");

    private static final Set<String> PHRASING = Set.of(
            "a",
            "span",
            "small",
            "code",
            "strong",
            "em",
            "sub",
            "sup",
            "br",
            "output",
            "progress",
            "meter",
            "label",
            "input",
            "button",
            "svg",
            "abbr",
            "time",
            "i",
            "b");

    /** Where the children of an element are a closed list. */
    private static final Map<String, Set<String>> CHILDREN = Map.ofEntries(
            Map.entry("html", Set.of("head", "body")),
            Map.entry("head", Set.of("meta", "title", "link", "style", "script")),
            Map.entry("table", Set.of("caption", "thead", "tbody", "tfoot")),
            Map.entry("thead", Set.of("tr")),
            Map.entry("tbody", Set.of("tr")),
            Map.entry("tfoot", Set.of("tr")),
            Map.entry("tr", Set.of("th", "td")),
            Map.entry("ul", Set.of("li")),
            Map.entry("ol", Set.of("li")),
            Map.entry("dl", Set.of("dt", "dd", "div")),
            Map.entry("svg", Set.of("path", "rect", "line", "g", "title", "circle", "polyline", "polygon")));

    private static final Set<String> OF_PHRASING_ALONE = Set.of(
            "p", "h1", "h2", "h3", "h4", "span", "small", "code", "strong", "a", "sub", "sup", "button", "label",
            "output", "summary", "legend", "dt", "i", "b");

    private static final Set<String> OTHERS = Set.of(
            "html",
            "head",
            "body",
            "main",
            "header",
            "footer",
            "section",
            "nav",
            "div",
            "figure",
            "figcaption",
            "details",
            "fieldset",
            "noscript",
            "template",
            "li",
            "dd",
            "th",
            "td",
            "caption",
            "title",
            "style",
            "script");

    private static final Set<String> ANYWHERE =
            Set.of("id", "class", "lang", "title", "hidden", "role", "tabindex", "style");

    private static final Map<String, Set<String>> ATTRIBUTES = Map.ofEntries(
            Map.entry("meta", Set.of("charset", "name", "content", "http-equiv")),
            Map.entry("link", Set.of("rel", "href", "type")),
            Map.entry("script", Set.of("src", "defer")),
            Map.entry("a", Set.of("href")),
            Map.entry("input", Set.of("type", "name", "value", "checked")),
            Map.entry("button", Set.of("type")),
            Map.entry("progress", Set.of("max", "value")),
            Map.entry("meter", Set.of("max", "value")),
            Map.entry("th", Set.of("scope", "colspan", "rowspan")),
            Map.entry("td", Set.of("colspan", "rowspan")),
            Map.entry("details", Set.of("open")),
            Map.entry("svg", Set.of("viewBox", "preserveAspectRatio", "width", "height")),
            Map.entry("path", Set.of("d", "vector-effect")),
            Map.entry("rect", Set.of("x", "y", "width", "height")),
            Map.entry("line", Set.of("x1", "y1", "x2", "y2")));

    private static final Set<String> ROLES = Set.of("img", "region", "group", "status");

    private static final Pattern ATTRIBUTE = Pattern.compile("\\s+([A-Za-z0-9-]+)(?:=\"([^\"]*)\")?");
    private static final Pattern ENTITY = Pattern.compile("&(?!(?:lt|gt|amp|quot|#39);)");

    private final List<String> problems = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> references = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private int heading;

    private record Open(String tag, Map<String, String> attributes, boolean[] hasText) {}

    private HtmlValidity() {}

    /** Each a sentence; empty for a page with which nothing is wrong. */
    public static List<String> problems(String page) {
        HtmlValidity check = new HtmlValidity();
        check.read(page);
        check.end();
        return List.copyOf(check.problems);
    }

    private void read(String page) {
        if (!page.regionMatches(true, 0, "<!doctype html>", 0, 15)) {
            problems.add("it does not begin with the doctype");
        }
        int at = Math.min(page.length(), 15);
        while (at < page.length()) {
            int tag = page.indexOf('<', at);
            text(page.substring(at, tag < 0 ? page.length() : tag));
            if (tag < 0) {
                return;
            }
            int end = page.indexOf('>', tag);
            if (end < 0) {
                problems.add("a tag has no end: " + page.substring(tag));
                return;
            }
            String inner = page.substring(tag + 1, end);
            at = end + 1;
            if (inner.startsWith("/")) {
                close(inner.substring(1));
            } else {
                String name = inner.split("\\s", 2)[0];
                start(name, inner.substring(name.length()));
                if (RAW.contains(name)) {
                    int close = page.indexOf("</" + name + ">", at);
                    text(name.equals("title") ? page.substring(at, close) : "x");
                    at = close;
                }
            }
        }
    }

    private void text(String text) {
        if (ENTITY.matcher(text).find()) {
            problems.add("a bare ampersand in: " + text);
        }
        if (!text.isBlank()) {
            if (open.isEmpty() || CHILDREN.containsKey(open.peek().tag())) {
                problems.add("text where none may stand: " + text.strip());
            }
            open.forEach(one -> one.hasText()[0] = true);
        }
    }

    private void start(String tag, String rest) {
        counts.merge(tag, 1, Integer::sum);
        Map<String, String> attributes = attributes(tag, rest);
        place(tag);
        check(tag, attributes);
        if (!VOID.contains(tag)) {
            open.push(new Open(tag, attributes, new boolean[1]));
        }
    }

    private Map<String, String> attributes(String tag, String rest) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(rest);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            end = matcher.end();
            String value = matcher.group(2) == null ? "" : matcher.group(2);
            if (attributes.put(matcher.group(1), value) != null) {
                problems.add(tag + " has two attributes " + matcher.group(1));
            }
            if (ENTITY.matcher(value).find()) {
                problems.add("a bare ampersand in: " + value);
            }
        }
        if (!rest.substring(end).isBlank()) {
            problems.add("not to be read in " + tag + ": " + rest.substring(end));
        }
        return attributes;
    }

    private void place(String tag) {
        boolean known = PHRASING.contains(tag)
                || OF_PHRASING_ALONE.contains(tag)
                || OTHERS.contains(tag)
                || VOID.contains(tag)
                || CHILDREN.containsKey(tag)
                || CHILDREN.values().stream().anyMatch(children -> children.contains(tag));
        if (!known) {
            problems.add("there is no element " + tag);
        }
        if (open.isEmpty()) {
            if (!tag.equals("html")) {
                problems.add(tag + " stands outside of html");
            }
            return;
        }
        String parent = open.peek().tag();
        Set<String> children = CHILDREN.get(parent);
        if (children != null && !children.contains(tag)) {
            problems.add(tag + " in " + parent);
        }
        if (OF_PHRASING_ALONE.contains(parent) && !PHRASING.contains(tag)) {
            problems.add(tag + " in " + parent);
        }
        if (tag.equals("button") && open.stream().anyMatch(one -> one.tag().equals("a"))) {
            problems.add("a button in a link");
        }
    }

    private void check(String tag, Map<String, String> attributes) {
        attributes.forEach((name, value) -> {
            boolean known = ANYWHERE.contains(name)
                    || name.startsWith("data-")
                    || name.startsWith("aria-")
                    || ATTRIBUTES.getOrDefault(tag, Set.of()).contains(name);
            if (!known) {
                problems.add(tag + " has no attribute " + name);
            }
            switch (name) {
                case "id" -> ids.merge(value, 1, Integer::sum);
                case "aria-labelledby", "aria-describedby", "aria-controls" -> references.add(value);
                case "href" -> {
                    if (value.startsWith("#")) {
                        references.add(value.substring(1));
                    }
                }
                case "role" -> {
                    if (!ROLES.contains(value)) {
                        problems.add("there is no role " + value);
                    }
                }
                default -> {}
            }
        });
        boolean named = attributes.containsKey("aria-label")
                || attributes.containsKey("aria-labelledby")
                || attributes.containsKey("aria-hidden");
        boolean needsName =
                attributes.containsKey("role") && !attributes.get("role").equals("status")
                        || Set.of("nav", "svg", "meter", "progress").contains(tag);
        if (needsName && !named) {
            problems.add(tag + " has no name: " + attributes);
        }
        if (tag.equals("input")
                && !named
                && open.stream().noneMatch(one -> one.tag().equals("label"))) {
            problems.add("input has no label: " + attributes);
        }
        if (tag.equals("th") && !attributes.containsKey("scope")) {
            problems.add("th says not whose heading it is");
        }
        if (tag.equals("html") && attributes.getOrDefault("lang", "").isEmpty()) {
            problems.add("html says not in which language it is");
        }
        if (tag.matches("h[1-6]")) {
            int level = tag.charAt(1) - '0';
            if (level > heading + 1) {
                problems.add(tag + " follows h" + heading);
            }
            heading = level;
        }
    }

    private void close(String tag) {
        if (open.isEmpty() || !open.peek().tag().equals(tag)) {
            problems.add("</" + tag + "> closes "
                    + (open.isEmpty() ? "nothing" : open.peek().tag()));
            return;
        }
        Open closed = open.pop();
        boolean filledLater = closed.attributes().containsKey("id");
        if (Set.of("a", "button", "title", "summary").contains(tag) && !closed.hasText()[0] && !filledLater) {
            problems.add(tag + " says nothing: " + closed.attributes());
        }
    }

    private void end() {
        open.forEach(one -> problems.add(one.tag() + " is not closed"));
        ids.forEach((id, count) -> {
            if (count > 1 || id.isBlank()) {
                problems.add("the id '" + id + "' stands at " + count + " elements");
            }
        });
        references.stream()
                .filter(id -> !ids.containsKey(id))
                .forEach(id -> problems.add("nothing has the id '" + id + "'"));
        for (String once : List.of("html", "head", "title", "body", "main", "h1")) {
            if (counts.getOrDefault(once, 0) != 1) {
                problems.add(counts.getOrDefault(once, 0) + " elements " + once);
            }
        }
    }
}
