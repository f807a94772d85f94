package com.bookstore.events.idempotency;

import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.test.IdempotencyStoreBatchContract;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

/** The contract on a database. */
abstract class JdbcContract extends IdempotencyStoreBatchContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(30); // a loaded machine is no failure

    private JdbcIdempotencyStore store;

    abstract DataSource dataSource();

    TableName table() {
        return new TableName(null, "idempotency_claim");
    }

    @Override
    protected final JdbcIdempotencyStore store(Duration retention) {
        try {
            JdbcIdempotencyStore.schema(table()).create(dataSource());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        store = new JdbcIdempotencyStore(dataSource(), table(), retention, TIMEOUT, () -> UUID.randomUUID()
                .toString());
        return store;
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }
}
