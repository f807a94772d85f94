package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventRecorder.IdempotentOutcome;
import com.bookstore.events.publishing.idempotent.IdempotentPublication.Published;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.InProgress;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.KeyReused;

/** Tells the recorder how each call ended. */
final class Outcomes {

    private final EventRecorder recorder;

    Outcomes(EventRecorder recorder) {
        this.recorder = recorder;
    }

    void succeeded(IdempotentPublication publication) {
        recorder.idempotentPublication(
                publication instanceof Published ? IdempotentOutcome.PUBLISHED : IdempotentOutcome.ALREADY_PUBLISHED);
    }

    void failed(Throwable failure) {
        if (failure instanceof KeyReused) {
            recorder.idempotentPublication(IdempotentOutcome.CONFLICT);
        } else if (failure instanceof InProgress) {
            recorder.idempotentPublication(IdempotentOutcome.IN_PROGRESS);
        } else {
            recorder.idempotentPublication(IdempotentOutcome.FAILED);
        }
    }
}
