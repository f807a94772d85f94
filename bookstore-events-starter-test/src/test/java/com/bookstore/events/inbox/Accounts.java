package com.bookstore.events.inbox;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes deposits to the database, fails as often as it is told to, and knows how often it was called. */
final class Accounts {

    private final JdbcTemplate jdbc;
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

    Accounts(DataSource dataSource) {
        jdbc = new JdbcTemplate(dataSource);
        jdbc.execute("CREATE TABLE IF NOT EXISTS deposit (account VARCHAR(100) NOT NULL, amount INTEGER NOT NULL)");
        jdbc.update("DELETE FROM deposit");
    }

    void failFor(String account, int times) {
        failures.put(account, new AtomicInteger(times));
    }

    /** First writes, then fails: what was written has to be taken back. */
    void deposit(Deposit deposit) {
        calls.computeIfAbsent(deposit.account(), account -> new AtomicInteger()).incrementAndGet();
        jdbc.update("INSERT INTO deposit (account, amount) VALUES (?, ?)", deposit.account(), deposit.amount());
        AtomicInteger left = failures.get(deposit.account());
        if (left != null && left.getAndDecrement() > 0) {
            throw new IllegalStateException("no deposits for " + deposit.account());
        }
    }

    int calls(String account) {
        AtomicInteger count = calls.get(account);
        return count == null ? 0 : count.get();
    }

    List<Integer> deposits(String account) {
        return jdbc.queryForList(
                "SELECT amount FROM deposit WHERE account = ? ORDER BY amount", Integer.class, account);
    }
}
