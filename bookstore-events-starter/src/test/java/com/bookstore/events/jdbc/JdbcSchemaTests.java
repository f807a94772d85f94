package com.bookstore.events.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;

import com.bookstore.events.integration.Starter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcSchemaTests {

    private static final TableName DEFAULT = new TableName(null, "idempotency_claim");

    private final JdbcDataSource dataSource = new JdbcDataSource();

    @BeforeEach
    void database() {
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    private static JdbcSchema schema(TableName table) {
        return new JdbcSchema(
                "com/bookstore/events/idempotency",
                "bookstore.events.idempotency.jdbc",
                Map.of("idempotency_claim", table));
    }

    @ParameterizedTest
    @EnumSource
    void aScriptIsValidAsItStandsInTheJar(JdbcDialect dialect) {
        assertThat(schema(DEFAULT).script(dialect))
                .contains("idempotency_claim (", "idempotency_claim_idx_expires")
                .doesNotContain("${", "@@", "{{");
    }

    @ParameterizedTest
    @EnumSource
    void theConfiguredNameTakesThePlaceOfTheDefault(JdbcDialect dialect) {
        String script = schema(new TableName("events", "Keys")).script(dialect);

        assertThat(script).contains("EXISTS events.Keys (", "Keys_idx_expires");
        assertThat(script).doesNotContain("idempotency_claim", "events.Keys_idx");
    }

    @Test
    void aNameMayBeThatOfAnotherTable() {
        JdbcSchema schema = new JdbcSchema(
                "com/bookstore/events/outbox",
                "bookstore.events.outbox",
                Map.of(
                        "outbox", new TableName("outbox", "outbox_lock"),
                        "outbox_parked", new TableName("outbox", "outbox"),
                        "outbox_partition", new TableName("outbox", "outbox_parked"),
                        "outbox_relay", new TableName("outbox", "outbox_relay"),
                        "outbox_lock", new TableName("outbox", "outbox_partition")));

        assertThat(schema.script(JdbcDialect.H2))
                .contains("EXISTS outbox.outbox_lock (", "EXISTS outbox.outbox (", "EXISTS outbox.outbox_parked (")
                .contains("EXISTS outbox.outbox_relay (", "EXISTS outbox.outbox_partition (")
                .doesNotContain("outbox.outbox.");
    }

    @Test
    void aTableIsCreatedUnderAnyNameAndMoreThanOnce() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.createStatement().execute("CREATE SCHEMA events");
            JdbcSchema schema = schema(new TableName("events", "a".repeat(63)));

            schema.create(dataSource);
            schema.create(dataSource);

            schema.verify(connection);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "MODE=MySQL", "MODE=MariaDB", "MODE=Oracle"})
    void h2TakesTheScriptInEachOfItsModes(String mode) throws SQLException {
        dataSource.setURL(dataSource.getURL() + ";" + mode);

        schema(DEFAULT).create(dataSource);

        try (Connection connection = dataSource.getConnection()) {
            schema(DEFAULT).verify(connection);
        }
    }

    @Test
    void aMissingTableIsToldWithTheScriptThatCreatesIt() throws SQLException {
        MissingTableException failure = missing(new TableName(null, "Keys"));

        assertThat(failure.table()).isEqualTo("Keys");
        var analysis = Starter.analysis(failure);
        assertThat(analysis.getDescription()).isEqualTo("Table 'Keys' is not there.");
        assertThat(analysis.getAction())
                .contains("bookstore.events.idempotency.jdbc.initialize-schema=always")
                .contains("com/bookstore/events/idempotency/schema-h2.sql")
                .contains("    CREATE TABLE IF NOT EXISTS Keys (")
                .contains("CREATE INDEX IF NOT EXISTS Keys_idx_expires ON Keys (expires_at);");
    }

    @Test
    void aMissingSchemaIsAMissingTable() throws SQLException {
        assertThat(missing(new TableName("nowhere", "Keys")).table()).isEqualTo("nowhere.Keys");
    }

    private MissingTableException missing(TableName table) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return catchThrowableOfType(
                    MissingTableException.class, () -> schema(table).verify(connection));
        }
    }

    @Test
    void anUnsupportedDatabaseIsToldWithTheSupportedOnes() throws SQLException {
        Connection connection = mock(Connection.class, RETURNS_DEEP_STUBS);
        given(connection.getMetaData().getDatabaseProductName()).willReturn("Oracle");

        UnsupportedDatabaseException failure =
                catchThrowableOfType(UnsupportedDatabaseException.class, () -> JdbcDialect.of(connection));

        assertThat(failure.product()).isEqualTo("Oracle");
        assertThat(Starter.analysis(failure).getDescription()).contains("PostgreSQL, MySQL, MariaDB or H2", "'Oracle'");
    }

    @Test
    void theVersionTellsMariaDbFromMySql() throws SQLException {
        Connection connection = mock(Connection.class, RETURNS_DEEP_STUBS);
        given(connection.getMetaData().getDatabaseProductName()).willReturn("MySQL");
        given(connection.getMetaData().getDatabaseProductVersion()).willReturn("9.4.0", "11.4.5-MariaDB-log");

        assertThat(JdbcDialect.of(connection)).isEqualTo(JdbcDialect.MYSQL);
        assertThat(JdbcDialect.of(connection)).isEqualTo(JdbcDialect.MARIADB);
    }
}
