package com.bookstore.benchmarks.publishing;

import com.bookstore.benchmarks.servers.PostgresDatabase;

/** The keys in the table of the starter. */
record JdbcKeys(PostgresDatabase database) implements StoredKeys {

    @Override
    public void clear() {
        database.empty("idempotency_claim");
    }

    @Override
    public long all() {
        return database.number("SELECT count(*) FROM idempotency_claim");
    }

    @Override
    public long confirmed() {
        return database.number("SELECT count(DISTINCT outcome) FROM idempotency_claim");
    }
}
