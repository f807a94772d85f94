package com.bookstore.events.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.integration.Starter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which transactions events can be a part of. Connections do not commit by themselves, as pools may be set. */
class OutboxTransactionsTests {

    private final JdbcDataSource database = new JdbcDataSource();
    private final DataSource pool = new WithoutAutoCommit(database);
    private final JdbcTemplate jdbc = new JdbcTemplate(database);

    private final ApplicationContextRunner runner = Starter.runner()
            .withBean("pool", DataSource.class, () -> pool)
            .withBean("ofPool", PlatformTransactionManager.class, () -> new JdbcTransactionManager(pool))
            .withBean("other", PlatformTransactionManager.class, OfNothing::new)
            .withPropertyValues(
                    "bookstore.events.publishing.mode=outbox",
                    "bookstore.events.outbox.relay=false",
                    "bookstore.events.outbox.transaction-manager=ofPool");

    @BeforeEach
    void database() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    private void run(Consumer<Parts> test, String... properties) {
        runner.withPropertyValues(properties)
                .run(context -> test.accept(new Parts(
                        context.getBean(OutboxEventPublisher.class),
                        new TransactionTemplate(context.getBean("ofPool", PlatformTransactionManager.class)),
                        new TransactionTemplate(context.getBean("other", PlatformTransactionManager.class)))));
    }

    @Test
    void anotherManagersTransactionIsNoneThoughItHasTheConnection() {
        run(parts -> parts.other().executeWithoutResult(status -> {
            new JdbcTemplate(pool).queryForObject("SELECT 1", Integer.class);
            assertThat(TransactionSynchronizationManager.hasResource(pool)).isTrue();
            assertRefused(parts);
        }));
        assertThat(rows()).isZero();
    }

    @Test
    void aTransactionThatIsCommittedIsNone() {
        run(parts -> {
            parts.transactions().executeWithoutResult(status -> afterCommit(() -> assertRefused(parts)));
            assertThat(rows()).isZero();

            parts.transactions().executeWithoutResult(status -> {
                publish(parts, 1);
                afterCommit(() -> assertRefused(parts));
            });
            assertThat(rows()).isOne();
        });
    }

    @Test
    void aTransactionThatHasEndedIsNone() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        run(parts -> parts.transactions().executeWithoutResult(status -> {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int outcome) {
                    failure.set(catchThrowable(() -> publish(parts, 9)));
                }
            });
            status.setRollbackOnly();
        }));
        assertThat(failure).hasValueMatching(OutboxException.NoTransaction.class::isInstance);
        assertThat(rows()).isZero();
    }

    @Test
    void afterACommitANewTransactionIsOne() {
        run(parts -> {
            TransactionTemplate further =
                    new TransactionTemplate(parts.transactions().getTransactionManager());
            further.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
            parts.transactions()
                    .executeWithoutResult(status -> afterCommit(() -> {
                        further.executeWithoutResult(inner -> publish(parts, 1));
                        assertThat(rows()).isOne();
                        assertRefused(parts);
                    }));
        });
        assertThat(rows()).isOne();
    }

    @Test
    void afterACommitATransactionOfItsOwnIsOpenedIfThatIsAllowed() {
        run(
                parts -> parts.transactions().executeWithoutResult(status -> afterCommit(() -> publish(parts, 1))),
                "bookstore.events.outbox.without-transaction=open");
        assertThat(rows()).isOne();
    }

    @Test
    void beforeTheCommitItIsOneStill() {
        run(parts -> parts.transactions()
                .executeWithoutResult(status ->
                        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                            @Override
                            public void beforeCommit(boolean readOnly) {
                                publish(parts, 1);
                            }
                        })));
        assertThat(rows()).isOne();
    }

    private static void afterCommit(Runnable work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }

    private static void publish(Parts parts, long user) {
        parts.publisher()
                .publish(new UserRegisteredEvent(user, "ann@example.com", List.of()))
                .join();
    }

    private static void assertRefused(Parts parts) {
        assertThatThrownBy(() -> publish(parts, 9))
                .isInstanceOf(OutboxException.NoTransaction.class)
                .hasMessageContaining("REQUIRES_NEW");
    }

    private int rows() {
        Integer rows = jdbc.queryForObject("SELECT count(*) FROM outbox", Integer.class);
        return rows == null ? 0 : rows;
    }

    private record Parts(OutboxEventPublisher publisher, TransactionTemplate transactions, TransactionTemplate other) {}

    private static final class WithoutAutoCommit extends DelegatingDataSource {

        WithoutAutoCommit(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            connection.setAutoCommit(false);
            return connection;
        }
    }

    /** Manages transactions of something else. */
    private static final class OfNothing extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
