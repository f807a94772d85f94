package com.bookstore.benchmarks.publishing;

import com.bookstore.benchmarks.servers.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** One statement for each step of a batch, on two connections, so that claims and confirmations overlap. */
final class HandJdbc implements HandStore {

    private static final String TABLE = "claim_by_hand";

    private final PostgresDatabase database;
    private final Connection claims;
    private final Connection confirmations;

    HandJdbc(PostgresDatabase database) {
        this.database = database;
        database.execute("CREATE TABLE %s (name VARCHAR(255) PRIMARY KEY, outcome VARCHAR(4000))".formatted(TABLE));
        try {
            this.claims = database.connect();
            this.confirmations = database.connect();
            // The plan of the first, small rounds would read the whole table.
            confirmations.createStatement().execute("SET plan_cache_mode = force_custom_plan");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void claim(List<String> keys) {
        String sql = "INSERT INTO %s (name) SELECT unnest(?) ON CONFLICT DO NOTHING".formatted(TABLE);
        try (PreparedStatement statement = claims.prepareStatement(sql)) {
            statement.setArray(1, claims.createArrayOf("varchar", keys.toArray()));
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void confirm(List<String> keys, List<String> outcomes) {
        String sql = "UPDATE %s c SET outcome = i.o FROM unnest(?, ?) AS i (n, o) WHERE c.name = i.n".formatted(TABLE);
        try (PreparedStatement statement = confirmations.prepareStatement(sql)) {
            statement.setArray(1, confirmations.createArrayOf("varchar", keys.toArray()));
            statement.setArray(2, confirmations.createArrayOf("varchar", outcomes.toArray()));
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void clear() {
        database.empty(TABLE);
    }

    @Override
    public long all() {
        return database.number("SELECT count(*) FROM " + TABLE);
    }

    @Override
    public long confirmed() {
        return database.number("SELECT count(DISTINCT outcome) FROM " + TABLE);
    }

    @Override
    public void close() {
        try (claims;
                confirmations) {
            database.forgetStatements();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
