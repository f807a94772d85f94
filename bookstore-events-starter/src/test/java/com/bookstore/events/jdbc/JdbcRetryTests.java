package com.bookstore.events.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcRetryTests {

    private final AtomicInteger attempts = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({"40001, 0", "40P01, 0", "HY000, 1205", "40001, 1213", "HY000, 1020", "HYT00, 50200"})
    void whatLostToOtherWorkIsRepeated(String state, int code) throws SQLException {
        assertThat(JdbcRetry.onDeadlock().run(() -> failing(2, new SQLException("lost", state, code))))
                .isEqualTo("done");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void theCauseOfAnExceptionOfSpringTellsToo() {
        RuntimeException wrapped = new IllegalStateException(new SQLException("lost", "40P01"));

        assertThat(JdbcRetry.onDeadlock().run(() -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw wrapped;
                    }
                    return "done";
                }))
                .isEqualTo("done");
    }

    @Test
    void theFifthFailureIsThrown() {
        SQLException failure = new SQLException("lost", "40001");

        assertThatThrownBy(() -> JdbcRetry.onDeadlock().run(() -> failing(9, failure)))
                .isSameAs(failure);
        assertThat(attempts).hasValue(5);
    }

    @Test
    void anyOtherFailureIsThrownAtOnce() {
        SQLException failure = new SQLException("duplicate", "23505");

        assertThatThrownBy(() -> JdbcRetry.onDeadlock().run(() -> failing(9, failure)))
                .isSameAs(failure);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void furtherStatesAreRepeatedWhereTheyAreNamed() throws SQLException {
        JdbcRetry retry = JdbcRetry.on(Set.of("23505"), Duration.ofMillis(1));

        assertThat(retry.run(() -> failing(4, new SQLException("duplicate", "23505"))))
                .isEqualTo("done");
    }

    private String failing(int times, SQLException failure) throws SQLException {
        if (attempts.incrementAndGet() <= times) {
            throw failure;
        }
        return "done";
    }
}
