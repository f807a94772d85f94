package com.bookstore.events.eventstore.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

class JdbcOutageTests {

    static Stream<Throwable> outages() {
        return Stream.of(
                new DataAccessResourceFailureException("gone"),
                new RecoverableDataAccessException("gone"),
                new CannotCreateTransactionException("no connection"),
                new IllegalStateException(new SQLTransientConnectionException("pool is empty")),
                new IllegalStateException(new SQLException("cut", "08006")),
                new SQLException("shut down", "57P01"),
                new SQLException("read-only", "25006"),
                new SQLException("closed", "90098"));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void theDatabaseFails(Throwable failure) {
        assertThat(JdbcOutage.isBehind(failure)).isTrue();
    }

    static Stream<Throwable> others() {
        return Stream.of(
                new IllegalStateException("mistake"),
                new DuplicateKeyException("there"),
                new PessimisticLockingFailureException("deadlock"),
                new SQLException("syntax", "42000"),
                new SQLException("no state"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void theProjectionFails(Throwable failure) {
        assertThat(JdbcOutage.isBehind(failure)).isFalse();
    }

    @Test
    void endsWhereCausesGoRoundInCircles() {
        Exception one = new Exception();
        one.initCause(new Exception(one));

        assertThat(JdbcOutage.isBehind(one)).isFalse();
    }
}
