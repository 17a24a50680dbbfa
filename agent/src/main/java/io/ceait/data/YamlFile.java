package io.ceait.data;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2 of the user's into a {@link YamlMap}. Only nodes are composed, nothing is constructed: no type in the
 * file can name a class, aliases cost nothing until they are asked for, and every value still knows its line.
 */
public final class YamlFile {

    private YamlFile() {}

    public static YamlMap read(Path file) {
        return readIfAny(file).orElseThrow(() -> empty(file.toString()));
    }

    /** As {@link #read}, but a file without content, or of comments alone, is none instead of an error. */
    public static Optional<YamlMap> readIfAny(Path file) {
        try (Reader reader = TextFiles.open(file)) {
            return parseIfAny(file.toString(), reader);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + TextFiles.reason(e), e);
        }
    }

    /** The mapping that is the whole document. Fails on broken YAML, on a second document and on anything but a mapping. */
    public static YamlMap parse(String name, Reader reader) {
        return parseIfAny(name, reader).orElseThrow(() -> empty(name));
    }

    private static InputException empty(String name) {
        return new InputException(name + " is empty; it holds a mapping of keys to values");
    }

    private static Optional<YamlMap> parseIfAny(String name, Reader reader) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .build();
        Optional<Node> root;
        try {
            root = new Compose(settings).composeReader(reader);
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                    .orElse("");
            throw new InputException(name + line + ": this is not YAML: " + e.getProblem(), e);
        } catch (StackOverflowError e) {
            // The library recurses per level of nesting and has no limit of its own.
            throw new InputException(name + ": this is not YAML: it is nested thousands of levels deep", e);
        } catch (YamlEngineException e) {
            if (e.getCause() instanceof IOException unreadable) {
                throw new InputException(name + " cannot be read: " + TextFiles.reason(unreadable), e);
            }
            String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
            throw new InputException(name + ": this is not YAML: " + problem, e);
        } catch (IllegalArgumentException e) {
            // What the library finds wrong in a tag it says like this.
            throw new InputException(name + ": this is not YAML: " + e.getMessage(), e);
        }
        return root.map(node -> YamlMap.of(name, node));
    }
}
