package com.bookstore.events.migrating;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The YAML blocks of docs/migrating.md, by the comment in their first line. */
final class Guide {

    private static final Path PAGE = Path.of("../docs/migrating.md");

    private Guide() {}

    /** Writes a block, less its indentation, to a file of its own. */
    static String yaml(Path directory, String title) throws IOException {
        Matcher block = Pattern.compile("(?ms)^( *)```yaml\n\\1# " + Pattern.quote(title) + "\n(.*?)\n\\1```$")
                .matcher(Files.readString(PAGE));
        if (!block.find()) {
            throw new IllegalStateException("No YAML block '# " + title + "' in " + PAGE);
        }
        Path file = directory.resolve(title.replaceAll("\\W+", "-") + ".yml");
        Files.writeString(file, block.group(2).replaceAll("(?m)^" + block.group(1), ""));
        return "optional:" + file.toUri();
    }
}
