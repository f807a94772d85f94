package com.bookstore.events.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

class JdbcNamedLeasesTests {

    private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder()
            .setType(EmbeddedDatabaseType.H2)
            .generateUniqueName(true)
            .build();
    private final JdbcTemplate jdbc = new JdbcTemplate(database);

    @BeforeEach
    void create() {
        jdbc.execute("CREATE TABLE leases (name VARCHAR(9) PRIMARY KEY, owner VARCHAR(9), token BIGINT NOT NULL,"
                + " expires_at TIMESTAMP(6) WITH TIME ZONE NOT NULL)");
        jdbc.update("INSERT INTO leases VALUES ('it', NULL, 0, CURRENT_TIMESTAMP)");
    }

    @AfterEach
    void close() {
        database.shutdown();
    }

    @Test
    void whoStandsStillWithinACallKeepsNobodyFromTakingOver() {
        JdbcNamedLeases still = leases(new StandingStill(database));
        JdbcNamedLeases others = leases(database);

        NamedLease lost = still.take("it", "one").orElseThrow();
        expire();
        NamedLease second = others.take("it", "two").orElseThrow();
        assertThat(second.token()).isGreaterThan(lost.token());

        assertThat(still.renew(second)).isPresent();
        expire();
        NamedLease third = others.take("it", "three").orElseThrow();
        still.giveBack(third);
        assertThat(others.take("it", "four")).isPresent();
    }

    @Test
    void commitsAlsoWhereThePoolDoesNotByItself() {
        DataSource manual = new DelegatingDataSource(database) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                connection.setAutoCommit(false);
                return connection;
            }
        };

        NamedLease taken = leases(manual).take("it", "one").orElseThrow();

        assertThat(leases(database).take("it", "two")).isEmpty();
        leases(manual).giveBack(taken);
        assertThat(leases(database).take("it", "two")).isPresent();
    }

    private static JdbcNamedLeases leases(DataSource source) {
        return new JdbcNamedLeases(
                new JdbcDatabase(source, JdbcDialect.H2), new TableName(null, "leases"), Duration.ofMinutes(1));
    }

    private void expire() {
        jdbc.update("UPDATE leases SET expires_at = DATEADD(SECOND, -1, CURRENT_TIMESTAMP)");
    }

    /** From its connections only statements come to the database: whatever would follow them does not. */
    private static final class StandingStill extends DelegatingDataSource {

        private static final Set<String> NEVER = Set.of("commit", "rollback", "close", "setAutoCommit");

        StandingStill(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            boolean[] changed = {false};
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        changed[0] |= method.getName().equals("prepareStatement");
                        if (changed[0] && NEVER.contains(method.getName())) {
                            return null;
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException failure) {
                            throw failure.getCause();
                        }
                    });
        }
    }
}
