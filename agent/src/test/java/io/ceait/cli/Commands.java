package io.ceait.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ceait.data.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** Runs a command as the root does: a sentence on standard error and exit code 2 for wrong input. */
final class Commands {

    record Result(int code, String out, String err) {

        /** The printed JSON, flat: {@code /energy_kwh/total} to its value. */
        Map<String, Object> json() {
            Map<String, Object> values = new LinkedHashMap<>();
            try (JsonParser parser = new JsonFactory().createParser(out)) {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    String path = parser.getParsingContext().pathAsPointer().toString();
                    if (token.isNumeric()) {
                        values.put(path, parser.getDoubleValue());
                    } else if (token.isScalarValue()) {
                        values.put(path, token == JsonToken.VALUE_NULL ? "null" : parser.getText());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(out, e);
            }
            return values;
        }

        double number(String pointer) {
            return (Double) java.util.Objects.requireNonNull(json().get(pointer), pointer);
        }
    }

    private Commands() {}

    static Result run(Object command, String... args) {
        return run(new CommandLine(command), args);
    }

    static Result run(CommandLine command, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = command.setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    if (!(e instanceof InputException)) {
                        throw e;
                    }
                    line.getErr().println(e.getMessage());
                    return 2;
                })
                .execute(args);
        return new Result(code, out.toString(), err.toString());
    }
}
