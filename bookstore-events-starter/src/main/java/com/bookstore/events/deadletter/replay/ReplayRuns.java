package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.replay.JdbcReplayTable.Group;
import com.bookstore.events.deadletter.replay.ReplayPreview.Reason;
import com.bookstore.events.deadletter.replay.ReplayPreview.Target;
import com.bookstore.events.deadletter.replay.ReplayRun.Edit;
import com.bookstore.events.deadletter.replay.ReplayRun.Limits;
import com.bookstore.events.deadletter.replay.ReplayTopics.Decision;
import com.bookstore.events.deadletter.store.DeadLetterDetails;
import com.bookstore.events.deadletter.store.DeadLetterFilter;
import com.bookstore.events.deadletter.store.DeadLetters;
import com.bookstore.events.observability.LogText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs replays, four at a time, on daemon threads, and remembers the last. */
final class ReplayRuns implements DeadLetterReplays, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReplayRuns.class);

    private static final int AT_A_TIME = 4;
    private static final int WAITING = 50;
    private static final int REMEMBERED = 100;
    private static final long STOP_SECONDS = 10;

    private final DeadLetters letters;
    private final ReplayParts parts;
    private final EditedValue edits;
    private final DeadLetterReplayProperties properties;
    private final ThreadPoolExecutor threads;
    private final Deque<RunState> runs = new ArrayDeque<>();

    ReplayRuns(DeadLetters letters, ReplayParts parts, EditedValue edits, DeadLetterReplayProperties properties) {
        this.letters = letters;
        this.parts = parts;
        this.edits = edits;
        this.properties = properties;
        this.threads = new ThreadPoolExecutor(
                AT_A_TIME, AT_A_TIME, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), ReplayRuns::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "bookstore-events-dead-letter-replay");
        thread.setDaemon(true);
        // Not that of the web request which is the first to need it: a container calls that a leak.
        thread.setContextClassLoader(ReplayRuns.class.getClassLoader());
        return thread;
    }

    @Override
    public ReplayPreview preview(ReplayRequest request) {
        return preview(limits(request), parts.table().groups(selection(request)));
    }

    private ReplayPreview preview(Limits limits, List<Group> groups) {
        Map<Target, Long> targets = new LinkedHashMap<>();
        Map<Reason, Long> refused = new EnumMap<>(Reason.class);
        for (Group group : groups) {
            ReplaySource source = group.source();
            Decision target = parts.topics().decide(source.topic(), source.group());
            if (target.refusal() != null) {
                refused.merge(target.refusal(), group.count(), Long::sum);
                continue;
            }
            merge(refused, Reason.NOT_STORED, group.incomplete());
            merge(refused, Reason.TOO_MANY_REPLAYS, group.tooOften());
            if (group.sendable() > 0) {
                targets.merge(
                        new Target(source.topic(), source.group(), target.topic(), 0), group.sendable(), Long::sum);
            }
        }
        long sendable = targets.values().stream().mapToLong(Long::longValue).sum();
        List<Target> counted = targets.entrySet().stream()
                .map(target -> counted(target.getKey(), target.getValue()))
                .toList();
        return new ReplayPreview(Math.min(sendable, limits.maxRecords()), refused, counted);
    }

    private static Target counted(Target target, long count) {
        return new Target(target.sourceTopic(), target.consumerGroup(), target.topic(), count);
    }

    private static void merge(Map<Reason, Long> refused, Reason reason, long count) {
        if (count > 0) {
            refused.merge(reason, count, Long::sum);
        }
    }

    private ReplaySelection selection(ReplayRequest request) {
        return new ReplaySelection(request.filter(), properties.maxReplays(), request.force());
    }

    private Limits limits(ReplayRequest request) {
        return new Limits(
                atMost(properties.maxRecords(), request.maxRecords(), "records"),
                request.rate() == null && properties.rate() == null
                        ? null
                        : (Integer) atMost(
                                properties.rate() == null ? Integer.MAX_VALUE : properties.rate(),
                                request.rate(),
                                "records per second"));
    }

    private static int atMost(int allowed, @Nullable Integer asked, String what) {
        if (asked != null && (asked < 1 || asked > allowed)) {
            throw new IllegalArgumentException(
                    "%d %s were asked for, but it must be 1 to %d".formatted(asked, what, allowed));
        }
        return asked == null ? allowed : asked;
    }

    @Override
    public ReplayProgress start(ReplayRequest request, String by) {
        if (!request.filter().isSpecific()) {
            throw ReplayRefusedException.unspecific();
        }
        return start(request, by, null);
    }

    private ReplayProgress start(ReplayRequest request, String by, @Nullable Edit edit) {
        List<Group> groups = parts.table().groups(selection(request));
        ReplayPreview preview = preview(limits(request), groups);
        if (preview.sendable() == 0) {
            throw preview.refused().isEmpty()
                    ? ReplayRefusedException.nothingFound()
                    : ReplayRefusedException.allRefused(preview.refused());
        }
        RunState state = new RunState(UUID.randomUUID().toString(), by, preview, parts.clock());
        remember(state);
        try {
            threads.execute(new ReplayRun(parts, selection(request), sources(groups), state, limits(request), edit));
        } catch (RejectedExecutionException full) {
            forget(state);
            throw ReplayRefusedException.busy();
        }
        log.info("Replay {} of {} dead letters, asked for by {}", state.id(), preview.sendable(), LogText.of(by));
        return state.progress();
    }

    private static List<ReplaySource> sources(List<Group> groups) {
        return groups.stream()
                .filter(group -> group.sendable() > 0)
                .map(Group::source)
                .toList();
    }

    @Override
    public ReplayProgress replayEdited(long id, String value, String by) {
        if (!properties.allowEdit()) {
            throw ReplayRefusedException.editsOff();
        }
        DeadLetterDetails letter = letters.find(id).orElseThrow(ReplayRefusedException::nothingFound);
        Edit edit = new Edit(id, edits.check(letter, value));
        return start(ReplayRequest.of(DeadLetterFilter.of(List.of(id))), by, edit);
    }

    private synchronized void remember(RunState state) {
        if (runs.size() >= REMEMBERED) {
            runs.stream()
                    .filter(run -> run.progress().state().isEnd())
                    .findFirst()
                    .ifPresent(runs::remove);
        }
        runs.addLast(state);
    }

    private synchronized void forget(RunState state) {
        runs.remove(state);
    }

    private synchronized Optional<RunState> find(String id) {
        return runs.stream().filter(run -> run.id().equals(id)).findFirst();
    }

    @Override
    public Optional<ReplayProgress> progress(String id) {
        return find(id).map(RunState::progress);
    }

    @Override
    public synchronized List<ReplayProgress> recent() {
        List<ReplayProgress> newestFirst = new ArrayList<>();
        runs.descendingIterator().forEachRemaining(run -> newestFirst.add(run.progress()));
        return newestFirst;
    }

    @Override
    public boolean cancel(String id, String by) {
        boolean cancelled = find(id).map(RunState::cancel).orElse(false);
        if (cancelled) {
            log.info("Replay {} is cancelled by {}", LogText.of(id), LogText.of(by));
        }
        return cancelled;
    }

    /** Waits for what is on its way. It is not interrupted: H2 would close its file. */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            runs.forEach(RunState::cancel);
        }
        threads.shutdown();
        if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            log.warn("Replays are still waiting for Kafka; what is not marked is replayed again");
        }
    }
}
