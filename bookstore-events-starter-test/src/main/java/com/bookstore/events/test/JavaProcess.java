package com.bookstore.events.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Starts a main class in a JVM of its own, on a class path of any length. */
final class JavaProcess {

    private JavaProcess() {}

    /**
     * Starts a JVM like this one; what it prints goes to a file.
     *
     * @param directory where its argument file is written
     * @param output where its standard output and error are appended
     * @param options JVM options
     * @param classPath its class path
     * @param mainAndArguments the main class, then its arguments
     */
    static Process start(
            Path directory, Path output, List<String> options, String classPath, List<String> mainAndArguments)
            throws IOException {
        List<String> arguments = new ArrayList<>(options);
        arguments.add("-cp");
        arguments.add(classPath);
        arguments.addAll(mainAndArguments);
        Path file = Files.writeString(
                directory.resolve("java.args"),
                arguments.stream().map(JavaProcess::quoted).collect(Collectors.joining(System.lineSeparator())));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(java.toString(), "@" + file)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    /** The class path of this JVM; where a build tool hides it behind a manifest, it sets the property to the real one. */
    static String ownClassPath() {
        return System.getProperty("java.class.path");
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
