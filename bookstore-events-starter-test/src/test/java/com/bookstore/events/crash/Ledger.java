package com.bookstore.events.crash;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What was wanted and what came of it: a file to which the test and its services append, each line by one write. */
final class Ledger {

    private final Path file;
    private final List<Entry> entries = new ArrayList<>();
    private long read;

    Ledger(Path file) {
        this.file = file;
    }

    void append(String who, String what, String subject, String detail) {
        try {
            Files.writeString(
                    file,
                    String.join(" ", who, what, subject, detail) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All there is up to now. */
    synchronized List<Entry> entries() {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] fresh = new byte[(int) (in.length() - read)];
            in.seek(read);
            in.readFully(fresh);
            String text = new String(fresh, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n') + 1;
            text.substring(0, end).lines().map(Entry::of).forEach(entries::add);
            read += text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return List.copyOf(entries);
    }

    boolean contains(String who, String what, String subject) {
        return entries().stream()
                .anyMatch(entry -> entry.who().equals(who)
                        && entry.what().equals(what)
                        && entry.subject().equals(subject));
    }

    /**
     * A line.
     *
     * @param what of an event: intent, ok, failed or unknown; of a service: ready, reached or done
     * @param detail of an event that is ok, its event id
     */
    record Entry(String who, String what, String subject, String detail) {

        static Entry of(String line) {
            String[] words = line.split(" ", 4);
            return new Entry(words[0], words[1], words[2], words[3]);
        }
    }
}
