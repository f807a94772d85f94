package com.bookstore.events.publishing;

import com.bookstore.events.EventsException;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Tells what a failure of the Kafka client means for the event. */
final class PublishFailure {

    private PublishFailure() {}

    /** What the client says before it has taken the record: the event is certainly not on Kafka. */
    static Reason beforeSending(Throwable failure) {
        if (failure instanceof SerializationException || failure instanceof EventsException) {
            return Reason.INVALID_EVENT;
        }
        boolean unreachable = failure instanceof TimeoutException
                || failure instanceof InterruptException
                || failure instanceof IllegalStateException
                || (failure instanceof KafkaException && !(failure instanceof ApiException))
                || failure instanceof RetriableException;
        return unreachable ? Reason.BROKER_UNREACHABLE : refusedOrInvalid(failure);
    }

    private static Reason refusedOrInvalid(Throwable failure) {
        return failure instanceof KafkaException ? Reason.REFUSED : Reason.INVALID_EVENT;
    }

    /** What the client says after it has taken the record: only a refusal for good is certain. */
    static Reason afterSending(Throwable failure) {
        boolean refused = failure instanceof ApiException
                && !(failure instanceof RetriableException)
                && !(failure instanceof OutOfOrderSequenceException);
        return refused ? Reason.REFUSED : Reason.OUTCOME_UNKNOWN;
    }

    /** Whether the same event may be acknowledged another time, and so has to come before those behind it. */
    static boolean canSucceedLater(Throwable failure) {
        return afterSending(failure) != Reason.REFUSED
                || failure instanceof AuthorizationException
                || failure instanceof AuthenticationException;
    }

    /** Whether the producer can never send again after this. */
    static boolean isFatalForProducer(Throwable failure) {
        return failure instanceof ProducerFencedException
                || failure instanceof OutOfOrderSequenceException
                || failure instanceof ClusterAuthorizationException
                || failure instanceof UnsupportedVersionException
                || (failure.getClass() == KafkaException.class && failure.getCause() instanceof ApiException);
    }

    static String message(Reason reason, String type, String topic, Throwable failure) {
        return "%s was not acknowledged by topic '%s' (%s: %s); %s"
                .formatted(type, topic, failure.getClass().getSimpleName(), detail(failure), advice(reason, failure));
    }

    private static String detail(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || cause.getMessage() == null
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + ": " + cause.getMessage();
    }

    private static String advice(Reason reason, Throwable failure) {
        return switch (reason) {
            case INVALID_EVENT -> "correct the event";
            case REFUSED ->
                failure instanceof AuthorizationException
                                || failure instanceof AuthenticationException
                                || failure instanceof InvalidConfigurationException
                        ? "check the service's credentials and its rights on the topic"
                        : "check the topic's settings, for example max.message.bytes";
            case BROKER_UNREACHABLE, CIRCUIT_OPEN ->
                "it was not sent; check that the broker is up and the topic exists," + " then publish it again";
            case OUTCOME_UNKNOWN -> "it may be on Kafka all the same; publish it again with the same metadata only";
        };
    }
}
