package com.bookstore.events.crash;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was wanted and what came of it: a file to which the test and its services append, each line by one write. */
public final class Ledger {

    private final Path file;
    private final Map<List<String>, Integer> known = new HashMap<>();
    private final Map<String, List<Entry>> ofRuns = new HashMap<>();
    private long read;

    public Ledger(Path file) {
        this.file = file;
    }

    public void append(String who, String what, String subject, String detail) {
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

    /** What there is of a run up to now. */
    synchronized List<Entry> of(Run run) {
        readOn();
        return List.copyOf(ofRuns.getOrDefault(run.id(), List.of()));
    }

    boolean contains(String who, String what, String subject) {
        return count(who, what, subject) > 0;
    }

    synchronized int count(String who, String what, String subject) {
        readOn();
        return known.getOrDefault(List.of(who, what, subject), 0);
    }

    private void readOn() {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] fresh = new byte[(int) (in.length() - read)];
            in.seek(read);
            in.readFully(fresh);
            String text = new String(fresh, StandardCharsets.UTF_8);
            String lines = text.substring(0, text.lastIndexOf('\n') + 1);
            lines.lines().map(Entry::of).forEach(this::add);
            read += lines.getBytes(StandardCharsets.UTF_8).length;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void add(Entry entry) {
        int end = entry.subject().indexOf('/');
        if (end < 0) {
            known.merge(List.of(entry.who(), entry.what(), entry.subject()), 1, Integer::sum);
        } else {
            ofRuns.computeIfAbsent(entry.subject().substring(0, end), run -> new ArrayList<>())
                    .add(entry);
        }
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
