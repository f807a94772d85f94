package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventRecorder.IdempotentOutcome;
import com.bookstore.events.publishing.idempotent.IdempotentPublication.Published;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.InProgress;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.KeyReused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Publishes through a pipeline that is made with the first event and ends with the application. */
final class ClaimingEventPublisher implements IdempotentEventPublisher, SmartLifecycle {

    /** Stops after what publishes, listeners and web servers, and before the producer factory. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE / 2;

    private final Publications publications;
    private final Supplier<PublicationPipeline> pipelines;
    private final PublicationRetries retries;
    private final EventRecorder recorder;
    private final Duration timeLimit;
    private final Duration stopTimeout;

    private volatile @Nullable PublicationPipeline pipeline;
    private volatile boolean running = true;

    ClaimingEventPublisher(
            Publications publications,
            Supplier<PublicationPipeline> pipelines,
            PublicationRetries retries,
            EventRecorder recorder,
            Duration timeLimit,
            Duration stopTimeout) {
        this.publications = publications;
        this.pipelines = pipelines;
        this.retries = retries;
        this.recorder = recorder;
        this.timeLimit = timeLimit;
        this.stopTimeout = stopTimeout;
    }

    @Override
    public IdempotentPublication publish(String idempotencyKey, DomainEvent event) {
        try {
            Publication publication = publications.of(idempotencyKey, event, null);
            PublicationPipeline current = pipeline();
            current.room().enter(idempotencyKey);
            IdempotentPublication outcome =
                    new BlockingPublication(current, publication, Deadline.in(timeLimit)).publish(retries);
            recorder.idempotentPublication(outcome(outcome));
            return outcome;
        } catch (RuntimeException failure) {
            recorder.idempotentPublication(outcome(failure));
            throw failure;
        }
    }

    @Override
    public CompletableFuture<IdempotentPublication> publishAsync(String idempotencyKey, DomainEvent event) {
        return begun(() -> publications.of(idempotencyKey, event, null));
    }

    /** What takes time comes first for all of them, so that they reach the pipeline together. */
    @Override
    public List<CompletableFuture<IdempotentPublication>> publishAll(List<Keyed> events) {
        List<Supplier<Publication>> prepared = new ArrayList<>(events.size());
        for (Keyed keyed : events) {
            prepared.add(prepared(keyed));
        }
        List<CompletableFuture<IdempotentPublication>> futures = new ArrayList<>(events.size());
        prepared.forEach(publication -> futures.add(begun(publication)));
        return futures;
    }

    private Supplier<Publication> prepared(Keyed keyed) {
        try {
            Publication publication = publications.of(keyed.idempotencyKey(), keyed.event(), keyed.metadata());
            return () -> publication;
        } catch (RuntimeException invalid) {
            return () -> {
                throw invalid;
            };
        }
    }

    private CompletableFuture<IdempotentPublication> begun(Supplier<Publication> prepared) {
        try {
            Publication publication = prepared.get();
            PublicationPipeline current = pipeline();
            current.room().enter(publication.key());
            return new AsyncPublication(current, publication, timeLimit, retries, recorder).begin();
        } catch (RuntimeException failure) {
            recorder.idempotentPublication(outcome(failure));
            return CompletableFuture.failedFuture(failure);
        }
    }

    static IdempotentOutcome outcome(IdempotentPublication publication) {
        return publication instanceof Published ? IdempotentOutcome.PUBLISHED : IdempotentOutcome.ALREADY_PUBLISHED;
    }

    static IdempotentOutcome outcome(Throwable failure) {
        if (failure instanceof KeyReused) {
            return IdempotentOutcome.CONFLICT;
        }
        return failure instanceof InProgress ? IdempotentOutcome.IN_PROGRESS : IdempotentOutcome.FAILED;
    }

    private PublicationPipeline pipeline() {
        PublicationPipeline current = pipeline;
        return current == null ? newPipeline() : current;
    }

    private synchronized PublicationPipeline newPipeline() {
        PublicationPipeline current = pipeline;
        if (current == null) {
            current = pipelines.get();
            pipeline = current;
            if (!running) {
                current.close(Duration.ZERO);
            }
        }
        return current;
    }

    @Override
    public synchronized void start() {
        if (!running) {
            pipeline = null;
            running = true;
        }
    }

    /** The closed pipeline stays, to refuse what comes too late. */
    @Override
    public void stop() {
        PublicationPipeline last;
        synchronized (this) {
            running = false;
            last = pipeline;
        }
        if (last != null) {
            last.close(stopTimeout);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
