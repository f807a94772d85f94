package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JavaProcessTests {

    private static final int MORE_THAN_A_COMMAND_LINE_HOLDS = 4_000;

    @Test
    void passesArgumentsAsTheyAreOnAClassPathLongerThanACommandLine(@TempDir Path directory) throws Exception {
        Path withSpace = Files.createDirectory(directory.resolve("with space"));
        Path output = directory.resolve("output");
        String classPath =
                (withSpace + File.separator + "absent.jar" + File.pathSeparator).repeat(MORE_THAN_A_COMMAND_LINE_HOLDS)
                        + JavaProcess.ownClassPath();
        String[] arguments = {"plain", "with space", "back\\slash", "quo\"te", "#hash"};
        List<String> main = new ArrayList<>(List.of(Echo.class.getName()));
        main.addAll(List.of(arguments));

        Process process = JavaProcess.start(withSpace, output, List.of("-Xmx32m"), classPath, main);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output)).isEqualTo(Arrays.toString(arguments));
    }

    static final class Echo {

        private Echo() {}

        public static void main(String[] args) {
            System.out.print(Arrays.toString(args));
        }
    }
}
