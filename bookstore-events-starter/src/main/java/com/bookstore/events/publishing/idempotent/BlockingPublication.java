package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending.Reason;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A publication whose outcome a thread waits for. It has a place in the pipeline's room. */
final class BlockingPublication {

    private final PublicationPipeline pipeline;
    private final Publication publication;
    private final Deadline deadline;

    private @Nullable Attempt current;

    BlockingPublication(PublicationPipeline pipeline, Publication publication, Deadline deadline) {
        this.pipeline = pipeline;
        this.publication = publication;
        this.deadline = deadline;
    }

    IdempotentPublication publish(PublicationRetries retries) {
        try {
            return retries.publish(this::attempt, deadline);
        } catch (InterruptedException interrupted) {
            throw interrupted();
        } finally {
            leave();
        }
    }

    private IdempotentPublication attempt() {
        Attempt attempt = pipeline.start(publication, deadline);
        current = attempt;
        try {
            return attempt.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failed);
        } catch (TimeoutException over) {
            throw new OutcomePending(publication.key(), Reason.DEADLINE);
        } catch (InterruptedException interrupted) {
            throw interrupted();
        }
    }

    private OutcomePending interrupted() {
        Thread.currentThread().interrupt();
        return new OutcomePending(publication.key(), Reason.INTERRUPTED);
    }

    /** An attempt that nobody waits for any more keeps its place until it ends. */
    private void leave() {
        if (current == null) {
            pipeline.room().leave();
        } else {
            var unused =
                    current.whenComplete((outcome, failed) -> pipeline.room().leave());
        }
    }
}
