package com.bookstore.events.cdc;

import com.bookstore.events.outbox.OutboxEventPublisher;
import com.bookstore.events.publishing.OrderedPublisher;
import com.bookstore.events.publishing.idempotent.IdempotentEventPublisher;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes what publishes the events of changes. */
@Configuration(proxyBeanMethods = false)
class ChangePublisherConfiguration {

    /** Well below the longest time between two polls. */
    private static final Duration ACKNOWLEDGEMENT_TIMEOUT = Duration.ofSeconds(30);

    @Bean
    ChangePublisher changePublisher(
            CdcProperties properties,
            OrderedPublisher.Factory ordered,
            ObjectProvider<IdempotentEventPublisher> idempotent,
            ObjectProvider<OutboxEventPublisher> outbox,
            Environment environment,
            BeanFactory beans) {
        return switch (properties.publishing()) {
            case DIRECT -> new DirectChangePublisher(ordered.create("cdc"), ACKNOWLEDGEMENT_TIMEOUT);
            case IDEMPOTENT -> idempotent(idempotent.getIfAvailable());
            case OUTBOX ->
                outbox(
                        outbox.getIfAvailable(),
                        environment.getProperty("bookstore.events.outbox.transaction-manager"),
                        beans);
        };
    }

    private static ChangePublisher idempotent(@Nullable IdempotentEventPublisher publisher) {
        if (publisher == null) {
            throw CdcSetupException.noIdempotentPublisher();
        }
        return new IdempotentChangePublisher(publisher);
    }

    private static ChangePublisher outbox(
            @Nullable OutboxEventPublisher publisher, @Nullable String transactionManager, BeanFactory beans) {
        if (publisher == null) {
            throw CdcSetupException.noOutbox();
        }
        PlatformTransactionManager manager = transactionManager == null || transactionManager.isBlank()
                ? beans.getBeanProvider(PlatformTransactionManager.class).getIfUnique()
                : beans.getBean(transactionManager, PlatformTransactionManager.class);
        if (manager == null) {
            throw CdcSetupException.noSingleTransactionManager();
        }
        TransactionTemplate transactions = new TransactionTemplate(manager);
        transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return new OutboxChangePublisher(publisher, transactions);
    }
}
