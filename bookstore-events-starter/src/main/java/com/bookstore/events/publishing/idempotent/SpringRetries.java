package com.bookstore.events.publishing.idempotent;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.classify.BinaryExceptionClassifier;
import org.springframework.retry.RetryContext;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.backoff.ExponentialBackOffPolicy;
import org.springframework.retry.policy.SimpleRetryPolicy;
import org.springframework.retry.support.RetryTemplate;

/**
 * Retries by spring-retry: with its template where a thread waits, with the policies beneath it where none does. The
 * template itself can only block.
 */
final class SpringRetries implements PublicationRetries {

    private final SimpleRetryPolicy attempts;
    private final ExponentialBackOffPolicy backOff = new ExponentialBackOffPolicy();

    SpringRetries(IdempotentPublishingProperties.Retry settings) {
        attempts = new SimpleRetryPolicy(settings.attempts(), classifier(settings::covers));
        backOff.setInitialInterval(settings.delay().toMillis());
        backOff.setMultiplier(settings.multiplier());
        backOff.setMaxInterval(settings.maxDelay().toMillis());
    }

    private static BinaryExceptionClassifier classifier(Predicate<Throwable> retryable) {
        return new BinaryExceptionClassifier(false) {
            @Override
            public Boolean classify(Throwable failure) {
                return retryable.test(failure);
            }
        };
    }

    @Override
    public IdempotentPublication publish(Supplier<IdempotentPublication> attempt, Deadline deadline)
            throws InterruptedException {
        AtomicBoolean tooLate = new AtomicBoolean();
        RetryTemplate template = new RetryTemplate();
        template.setRetryPolicy(attempts);
        template.setBackOffPolicy(backOff.withSleeper(pause -> {
            if (deadline.leaves(Duration.ofMillis(pause))) {
                Thread.sleep(pause);
            } else {
                tooLate.set(true);
            }
        }));
        try {
            return template.execute(context -> {
                if (tooLate.get() && context.getLastThrowable() instanceof RuntimeException last) {
                    context.setExhaustedOnly();
                    throw last;
                }
                return attempt.get();
            });
        } catch (BackOffInterruptedException interrupted) {
            throw (InterruptedException) new InterruptedException().initCause(interrupted);
        }
    }

    @Override
    public Pauses pauses() {
        RetryContext context = attempts.open(null);
        BackOffContext pauses = backOff.start(context);
        return failure -> {
            attempts.registerThrowable(context, failure);
            if (!attempts.canRetry(context)) {
                return null;
            }
            AtomicReference<Duration> pause = new AtomicReference<>();
            backOff.withSleeper(millis -> pause.set(Duration.ofMillis(millis))).backOff(pauses);
            return pause.get();
        };
    }
}
