package com.bookstore.events.cdc;

import com.bookstore.events.EventsException;
import com.bookstore.events.observability.LogText;
import java.net.URI;

/** Changes cannot be read and published as things are configured. */
public final class CdcSetupException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private CdcSetupException(String message, String action) {
        super(message, null);
        this.action = action;
    }

    static CdcSetupException sameTable(String table, Class<?> one, Class<?> other) {
        return new CdcSetupException(
                "Two translators say what changes of the table '%s' mean: %s and %s"
                        .formatted(LogText.of(table), one.getName(), other.getName()),
                "Make one of both: it may return several events. The ready ones are switched off by"
                        + " %s.bookstore.enabled=false".formatted(CdcProperties.PREFIX));
    }

    static CdcSetupException invalidTopic(String topic, Class<?> translator) {
        return new CdcSetupException(
                "The table of %s would have the topic '%s', which is no name of a topic"
                        .formatted(translator.getName(), LogText.of(topic)),
                "Return the table's name from its method table(), and set the prefix that the connector's routing writes:"
                        + " %s.topic-prefix=cdc.".formatted(CdcProperties.PREFIX));
    }

    static CdcSetupException noIdempotentPublisher() {
        return new CdcSetupException(
                "%s.publishing=idempotent, but there is no IdempotentEventPublisher".formatted(CdcProperties.PREFIX),
                "Choose a store for its keys: bookstore.events.idempotency.store=auto; or publish without:"
                        + " %s.publishing=direct".formatted(CdcProperties.PREFIX));
    }

    static CdcSetupException noOutbox() {
        return new CdcSetupException(
                "%s.publishing=outbox, but there is no OutboxEventPublisher".formatted(CdcProperties.PREFIX),
                "Switch the outbox on: bookstore.events.outbox.enabled=true; or publish without: %s.publishing=direct"
                        .formatted(CdcProperties.PREFIX));
    }

    static CdcSetupException noSingleTransactionManager() {
        return new CdcSetupException(
                "%s.publishing=outbox, but there is no single bean of type".formatted(CdcProperties.PREFIX)
                        + " org.springframework.transaction.PlatformTransactionManager",
                "If there are several, name the one of the outbox: bookstore.events.outbox.transaction-manager=...");
    }

    static CdcSetupException connectorsWithoutUrl() {
        return new CdcSetupException(
                "%s.connect needs the address of Kafka Connect and the names of connectors, and has only one of both"
                        .formatted(CdcProperties.PREFIX),
                "Set both: %1$s.connect.url=http://localhost:8083 and %1$s.connect.connectors=..."
                        .formatted(CdcProperties.PREFIX));
    }

    static CdcSetupException invalidUrl(URI url) {
        return new CdcSetupException(
                "%s.connect.url '%s' is no http or https address with the name of a host"
                        .formatted(CdcProperties.PREFIX, LogText.of(url.toString())),
                "Write it like %s.connect.url=http://localhost:8083; names of hosts have no underscores"
                        .formatted(CdcProperties.PREFIX));
    }

    /**
     * Returns what to do about it.
     *
     * @return a sentence, often with a property to paste
     */
    public String action() {
        return action;
    }
}
