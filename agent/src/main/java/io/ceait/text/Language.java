package io.ceait.text;

/** A language in which results are told. */
public enum Language {
    ENGLISH("en", "en", ", "),
    CHINESE("zh", "zh-CN", "、");

    private final String label;
    private final String tag;
    private final String comma;

    Language(String label, String tag, String comma) {
        this.label = label;
        this.tag = tag;
        this.comma = comma;
    }

    /** As {@code --lang} takes it and file names carry it. */
    public String label() {
        return label;
    }

    /** As HTML names it (BCP 47). */
    public String tag() {
        return tag;
    }

    /** What stands between the items of a list. */
    String comma() {
        return comma;
    }
}
