package io.ceait.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/** Splits characters into rows and fields; knows quotes and lines, but neither header nor types. */
final class CsvRows implements Closeable {

    /** A row longer than this is no row: the file is something else, and memory stays bounded. */
    private static final int LONGEST_ROW = 1 << 20;

    private static final int END = -1;

    private final String name;
    private final Reader reader;
    private final char[] buffer = new char[1 << 13];
    private int position;
    private int limit;
    private long nextLine = 1;
    private long line;

    private char[] row = new char[256];
    private int length;
    private int[] ends = new int[16];
    private int fields;

    CsvRows(String name, Reader reader) {
        this.name = name;
        this.reader = reader;
    }

    boolean next() {
        while (true) {
            length = 0;
            fields = 0;
            line = nextLine;
            int c = peek();
            if (c == END) {
                return false;
            }
            if (c == '#') {
                skipLine();
            } else if (c == '\n' || c == '\r') {
                endOfLine(read());
            } else if (c == '\uFEFF' && line == 1) {
                position++;
            } else {
                readRow();
                return true;
            }
        }
    }

    private void readRow() {
        int c;
        do {
            c = read();
            c = c == '"' ? quotedField() : plainField(c);
            endField();
        } while (c == ',');
        endOfLine(c);
    }

    /** Reads on from {@code c} to the character that ends the field, and returns that one. */
    private int plainField(int c) {
        while (c != ',' && c != '\n' && c != '\r' && c != END) {
            if (c == '"') {
                throw new InputException(name + ":" + line + ": field " + (fields + 1)
                        + " has a quote inside; a field with quotes is written \"like \"\"this\"\"\"");
            }
            append(c);
            c = read();
        }
        return c;
    }

    private int quotedField() {
        while (true) {
            int c = read();
            if (c == END) {
                throw new InputException(
                        name + ":" + line + ": the quote that opens field " + (fields + 1) + " is never closed");
            }
            if (c == '"') {
                c = read();
                if (c == ',' || c == '\n' || c == '\r' || c == END) {
                    return c;
                }
                if (c != '"') {
                    throw new InputException(name + ":" + line + ": field " + (fields + 1)
                            + " goes on after its closing quote; a quote inside is written twice");
                }
            } else if (c == '\n' || (c == '\r' && peek() != '\n')) {
                nextLine++;
            }
            append(c);
        }
    }

    private void endOfLine(int c) {
        if (c == '\r' && peek() == '\n') {
            position++;
        }
        if (c != END) {
            nextLine++;
        }
    }

    private void skipLine() {
        int c = read();
        while (c != '\n' && c != '\r' && c != END) {
            c = read();
        }
        endOfLine(c);
    }

    private void append(int c) {
        if (length == row.length) {
            if (length >= LONGEST_ROW) {
                throw new InputException(name + ":" + line + ": a row of more than " + LONGEST_ROW
                        + " characters; this is not a table of comma-separated values");
            }
            row = Arrays.copyOf(row, 2 * length);
        }
        row[length++] = (char) c;
    }

    private void endField() {
        if (fields == ends.length) {
            ends = Arrays.copyOf(ends, 2 * fields);
        }
        ends[fields++] = length;
    }

    private int peek() {
        return position < limit || fill() ? buffer[position] : END;
    }

    private int read() {
        return position < limit || fill() ? buffer[position++] : END;
    }

    private boolean fill() {
        try {
            int count = reader.read(buffer, 0, buffer.length);
            position = 0;
            limit = Math.max(count, 0);
            return count > 0;
        } catch (CharacterCodingException e) {
            throw new InputException(name + " is not UTF-8 text, near line " + nextLine, e);
        } catch (IOException e) {
            throw new InputException(name + " cannot be read: " + TextFiles.reason(e), e);
        }
    }

    long line() {
        return line;
    }

    int fields() {
        return fields;
    }

    char[] characters() {
        return row;
    }

    int start(int field) {
        return field == 0 ? 0 : ends[field - 1];
    }

    int end(int field) {
        return ends[field];
    }

    String text(int field) {
        return new String(row, start(field), end(field) - start(field));
    }

    boolean holds(int field, String text) {
        int start = start(field);
        if (end(field) - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (row[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean holdsIgnoringCase(int field, String text) {
        int start = start(field);
        if (end(field) - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.toLowerCase(row[start + i]) != Character.toLowerCase(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
