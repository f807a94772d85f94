package com.bookstore.events.eventstore.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.EventStoreException;
import com.bookstore.events.eventstore.ExpectedVersion;
import com.bookstore.events.eventstore.StoredEvent;
import com.bookstore.events.eventstore.aggregate.Account.Balance;
import com.bookstore.events.eventstore.aggregate.Account.Fund;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Commands on aggregates, alone, at the same time and in transactions, with each database. */
@Timeout(240)
@ParameterizedClass
@EnumSource(
        value = TestDatabase.class,
        names = {"H2", "POSTGRESQL", "MARIADB"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AggregatesIntegrationTests {

    private static final int ATTEMPTS = 7;

    @Parameter
    private TestDatabase database;

    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private ConfigurableApplicationContext service;
    private PlatformTransactionManager manager;
    private EventStore store;
    private Aggregates aggregates;

    @BeforeParameterizedClassInvocation
    void start() {
        pool = database.pool(20);
        jdbc = new JdbcTemplate(pool);
        service = AggregateService.start(
                pool,
                "bookstore.events.event-store.table=commanded",
                "bookstore.events.event-store.snapshots.table=commanded_snapshot",
                "bookstore.events.event-store.aggregates.max-attempts=" + ATTEMPTS);
        manager = service.getBean(PlatformTransactionManager.class);
        store = service.getBean(EventStore.class);
        aggregates = service.getBean(Aggregates.class);
        jdbc.execute("CREATE TABLE commanded_note (id VARCHAR(40) PRIMARY KEY)");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        service.close();
        jdbc.execute("DROP TABLE commanded_note");
        pool.close();
    }

    @Test
    void decidesAboutWhatHasHappened() {
        String id = id();
        Account account = Account.withoutSnapshots();
        assertThat(aggregates.load(account, id)).isEqualTo(new AggregateState<>(account.initialState(), 0));

        CommandResult<Balance> first = aggregates.execute(account, id, new Fund(5, "a", 2));
        CommandResult<Balance> second = aggregates.execute(account, id, new Fund(-3, "b", 1));

        assertThat(first.version()).isEqualTo(2);
        assertThat(first.events()).containsExactly(new Funded("one", 5, "a"), new Funded("one", 5, "a"));
        assertThat(second.state()).isEqualTo(new Balance(7, 3, "b"));
        assertThat(aggregates.load(account, id)).isEqualTo(new AggregateState<>(second.state(), 3));
        assertThat(store.read("account", id, 1, 10))
                .extracting(event -> event.metadata().eventId())
                .startsWith(
                        first.metadata().get(0).eventId(),
                        first.metadata().get(1).eventId())
                .endsWith(second.metadata().get(0).eventId());
    }

    @Test
    void appendsNothingWhereNothingIsDecidedOrTheCommandIsRefused() {
        String id = id();
        Account account = Account.withoutSnapshots();
        aggregates.execute(account, id, Fund.of(5));

        CommandResult<Balance> nothing = aggregates.execute(account, id, new Fund(5, "a", 0));
        assertThatThrownBy(() -> aggregates.execute(account, id, Fund.of(-6))).hasMessage("not enough");

        assertThat(nothing).isEqualTo(new CommandResult<>(new Balance(5, 1, ""), 1, List.of(), List.of()));
        assertThat(store.version("account", id)).isEqualTo(1);
    }

    @Test
    void whatCannotBeAppliedIsNotAppended() {
        String id = id();
        Aggregate<String, Fund> broken = Aggregate.of(
                "account",
                "",
                (state, event) -> {
                    throw new UnsupportedOperationException();
                },
                (state, command) -> List.of(new Funded("one", command.amount(), "")));

        assertThatThrownBy(() -> aggregates.execute(broken, id, Fund.of(1)))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(store.version("account", id)).isZero();
    }

    @Test
    void aNameThatCannotBeIsRefusedInATransactionToo() {
        Account account = Account.every(1);

        new TransactionTemplate(manager).executeWithoutResult(status -> {
            assertThatThrownBy(() -> aggregates.load(account, "a\0b"))
                    .isInstanceOf(EventStoreException.InvalidStream.class);
            note("after");
        });

        assertThat(jdbc.update("DELETE FROM commanded_note WHERE id = 'after'")).isEqualTo(1);
    }

    @Test
    void everyCommandTakesEffectOnceWhenManyComeAtOnce() throws Exception {
        String id = id();
        int threads = 16;
        int each = 8;
        int funds = 100;
        aggregates.execute(Account.withoutSnapshots(), id, new Fund(funds, "all", 1));
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> ends = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            String name = "thread " + thread + " command ";
            ends.add(executor.submit(() -> {
                start.await();
                int refused = 0;
                for (int command = 0; command < each; command++) {
                    refused += takesEffect(id, new Fund(-1, name + command, 1)) ? 0 : 1;
                }
                return refused;
            }));
        }
        start.countDown();
        int refused = 0;
        for (Future<Integer> end : ends) {
            refused += end.get(120, TimeUnit.SECONDS);
        }
        executor.shutdown();

        List<StoredEvent> events = store.read("account", id, 1, 5_000);
        assertThat(events)
                .extracting(StoredEvent::version)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, funds + 1).boxed().toList());
        assertThat(events).extracting(event -> ((Funded) event.event()).note()).doesNotHaveDuplicates();
        assertThat(refused).isEqualTo(threads * each - funds);
        assertThat(aggregates.load(Account.every(10), id).state().total()).isZero();
    }

    /** Whoever is told of a conflict gives the command again: if it had taken effect, it would do so twice. */
    private boolean takesEffect(String id, Fund command) {
        while (true) {
            Account account = Account.every(10);
            try {
                aggregates.execute(account, id, command);
                assertThat(account.decided.get()).isLessThanOrEqualTo(ATTEMPTS);
                return true;
            } catch (CommandConflictException conflict) {
                assertThat(account.decided).hasValue(ATTEMPTS);
            } catch (IllegalStateException refused) {
                return false;
            }
        }
    }

    @Test
    void givesUpWhenOthersAreFasterEachTime() {
        String id = id();
        Account account = Account.withoutSnapshots().meanwhile(() -> appendElsewhere(id));

        CommandConflictException conflict =
                catchThrowableOfType(CommandConflictException.class, () -> aggregates.execute(account, id, Fund.of(1)));

        assertThat(conflict.attempts()).isEqualTo(ATTEMPTS);
        assertThat(conflict.expected()).isEqualTo(ATTEMPTS - 1);
        assertThat(conflict.actual()).hasValue(ATTEMPTS);
        assertThat(conflict.streamType()).isEqualTo("account");
        assertThat(conflict.streamId()).isEqualTo(id);
        assertThat(conflict)
                .hasMessageContaining("at version %d, but the stream is at version %d", ATTEMPTS - 1, ATTEMPTS);
        assertThat(account.decided).hasValue(ATTEMPTS);
        // each time only what it did not know, and its own decision
        assertThat(account.applied).hasValue(ATTEMPTS - 1 + ATTEMPTS);
        assertThat(store.version("account", id)).isEqualTo(ATTEMPTS);
    }

    @Test
    void decidesAgainInATransactionThatSeesTheOthersEvents() {
        String id = id();
        Account account = Account.withoutSnapshots();
        account.meanwhile(() -> {
            if (account.decided.get() == 1) {
                appendElsewhere(id);
            }
        });

        in(TransactionDefinition.ISOLATION_READ_COMMITTED).executeWithoutResult(status -> {
            note(id);
            CommandResult<Balance> result = aggregates.execute(account, id, Fund.of(1));
            assertThat(result.version()).isEqualTo(2);
            assertThat(result.state().total()).isEqualTo(101);
        });

        assertThat(account.decided).hasValue(2);
        assertThat(jdbc.update("DELETE FROM commanded_note WHERE id = ?", id)).isEqualTo(1);
        assertThat(store.version("account", id)).isEqualTo(2);
    }

    @Test
    void doesNotDecideAgainInATransactionThatDoesNotSeeTheOthersEvents() {
        String id = id();
        Account account = Account.withoutSnapshots().meanwhile(() -> appendElsewhere(id));
        TransactionTemplate transaction = in(TransactionDefinition.ISOLATION_REPEATABLE_READ);

        CommandConflictException conflict = transaction.execute(status -> {
            aggregates.load(account, id);
            CommandConflictException thrown = catchThrowableOfType(
                    CommandConflictException.class, () -> aggregates.execute(account, id, Fund.of(1)));
            if (thrown.isTransactionLost()) {
                status.setRollbackOnly();
            } else {
                note(id);
            }
            return thrown;
        });

        assertThat(conflict.attempts()).isEqualTo(1);
        assertThat(conflict.expected()).isZero();
        assertThat(conflict).hasMessageEndingWith("in a new transaction");
        assertThat(account.decided).hasValue(1);
        assertThat(jdbc.update("DELETE FROM commanded_note WHERE id = ?", id))
                .isEqualTo(conflict.isTransactionLost() ? 0 : 1);
        assertThat(store.version("account", id)).isEqualTo(1);
    }

    @Test
    void isAPartOfTheCallersTransaction() {
        String id = id();
        Account account = Account.withoutSnapshots();

        new TransactionTemplate(manager).executeWithoutResult(status -> {
            aggregates.execute(account, id, Fund.of(1));
            assertThat(aggregates.execute(account, id, Fund.of(1)).version()).isEqualTo(2);
            status.setRollbackOnly();
        });

        assertThat(store.version("account", id)).isZero();
    }

    @Test
    void eventsWithoutAClassStopTheLoadOrArePassedOver() {
        String id = id();
        aggregates.execute(Account.withoutSnapshots(), id, new Fund(1, "a", 3));
        jdbc.update("UPDATE commanded SET event_type = 'forgotten' WHERE aggregate_id = ? AND event_version >= 2", id);
        Aggregate<Integer, Fund> failing =
                Aggregate.of("account", 0, (count, event) -> count + 1, (count, fund) -> List.of());
        Aggregate<Integer, Fund> skipping = new FunctionalAggregate<>(
                "account", 0, (count, event) -> count + 1, (count, fund) -> List.of(), UnknownEvents.SKIP, null);

        assertThatThrownBy(() -> aggregates.load(failing, id)).isInstanceOf(EventStoreException.UnreadableEvent.class);
        assertThat(aggregates.load(skipping, id)).isEqualTo(new AggregateState<>(1, 3));
    }

    private TransactionTemplate in(int isolation) {
        TransactionTemplate transaction = new TransactionTemplate(manager);
        transaction.setIsolationLevel(isolation);
        return transaction;
    }

    private void appendElsewhere(String id) {
        TransactionTemplate another = new TransactionTemplate(manager);
        another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        another.executeWithoutResult(status ->
                store.append("account", id, ExpectedVersion.any(), List.of(new Funded("one", 100, "elsewhere"))));
    }

    private void note(String id) {
        jdbc.update("INSERT INTO commanded_note (id) VALUES (?)", id);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }
}
