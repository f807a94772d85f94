package com.bookstore.events.lease;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcRetry;
import com.bookstore.events.jdbc.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Shares numbered partitions among the instances of a service: each partition has at most one owner at a time, for as long as
 * a lease lasts, and its fencing token grows with each change of owner. Instances that are there announce themselves, and
 * each takes its equal share. All times are the database's. Thread-safe; every call is one short transaction of its own.
 *
 * <p>Needs two tables: {@code partitions (partition_no, owner, token, expires_at)} and {@code members (owner, expires_at)}.
 * All methods throw Spring's {@link org.springframework.dao.DataAccessException} or
 * {@link org.springframework.transaction.TransactionException} if the database fails; leases then last as long as they did.
 */
public final class JdbcPartitionLeases {

    /** Two instances that come at the same time may insert the same rows. */
    private static final Set<String> INSERTED_BY_ANOTHER = Set.of("23505", "23000");

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final JdbcDialect dialect;
    private final TableName partitions;
    private final TableName members;
    private final int count;
    private final Duration lease;
    private final JdbcRetry retry = JdbcRetry.on(INSERTED_BY_ANOTHER, Duration.ofMillis(20));

    /**
     * Describes the partitions.
     *
     * @param database where the tables are
     * @param partitions the table of partitions
     * @param members the table of instances that take a share
     * @param count how many partitions there are, the same for all instances
     * @param lease how long a lease lasts; instances whose calls come later than that lose what they hold
     */
    public JdbcPartitionLeases(
            JdbcDatabase database, TableName partitions, TableName members, int count, Duration lease) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.transactions = database.transactions("bookstore-events-lease");
        this.dialect = database.dialect();
        this.partitions = partitions;
        this.members = members;
        this.count = count;
        this.lease = lease;
    }

    /**
     * Announces an owner, renews what it holds, and takes or gives back partitions until its share is that of all members.
     * What may be given back must no longer be worked on: an owner finishes its work, then balances.
     *
     * @param owner the owner, unique among instances and their restarts
     * @return what it holds now
     */
    public Holding balance(String owner) {
        return change(owner, () -> {
            addMissing();
            List<String> present = announce(owner);
            extend(owner);
            List<Integer> owned = List.copyOf(tokens(owner).keySet());
            int rank = Math.max(0, present.indexOf(owner));
            int share = count / present.size() + (rank < count % present.size() ? 1 : 0);
            if (owned.size() > share) {
                giveBack(owner, owned.subList(share, owned.size()));
            } else if (owned.size() < share) {
                take(owner, share - owned.size());
            }
        });
    }

    /**
     * Renews what an owner holds, while it is being worked on.
     *
     * @param owner the owner
     * @return what is still its own
     */
    public Holding renew(String owner) {
        return change(owner, () -> {
            announce(owner);
            extend(owner);
        });
    }

    /**
     * Gives everything back at once, and takes no share any more.
     *
     * @param owner the owner
     */
    public void leave(String owner) {
        change(owner, () -> {
            jdbc.update("UPDATE %s SET owner = NULL WHERE owner = ?".formatted(partitions), owner);
            jdbc.update("DELETE FROM %s WHERE owner = ?".formatted(members), owner);
        });
    }

    private Holding change(String owner, Runnable change) {
        return retry.run(() -> {
            long start = System.nanoTime();
            return Objects.requireNonNull(transactions.execute(status -> {
                change.run();
                Map<Integer, Long> held = tokens(owner);
                Long time = jdbc.queryForObject("SELECT " + dialect.epochMillis(), Long.class);
                return new Holding(
                        owner, held, start + lease.toNanos(), Objects.requireNonNull(time), System.nanoTime());
            }));
        });
    }

    private void addMissing() {
        Set<Integer> there =
                read("SELECT partition_no, token FROM " + partitions).keySet();
        for (int partition = 0; partition < count; partition++) {
            if (!there.contains(partition)) {
                jdbc.update(
                        "INSERT INTO %s (partition_no, token, expires_at) VALUES (?, 0, %s)"
                                .formatted(partitions, dialect.now()),
                        partition);
            }
        }
    }

    private List<String> announce(String owner) {
        String expiry = dialect.nowPlus(lease);
        if (jdbc.update("UPDATE %s SET expires_at = %s WHERE owner = ?".formatted(members, expiry), owner) == 0) {
            jdbc.update("DELETE FROM %s WHERE expires_at <= %s".formatted(members, dialect.now()));
            jdbc.update("INSERT INTO %s (owner, expires_at) VALUES (?, %s)".formatted(members, expiry), owner);
        }
        return jdbc.queryForList(
                "SELECT owner FROM %s WHERE expires_at > %s ORDER BY owner".formatted(members, dialect.now()),
                String.class);
    }

    private void extend(String owner) {
        jdbc.update(
                "UPDATE %s SET expires_at = %s WHERE owner = ?".formatted(partitions, dialect.nowPlus(lease)), owner);
    }

    private void giveBack(String owner, List<Integer> surplus) {
        jdbc.update(
                "UPDATE %s SET owner = NULL WHERE owner = ? AND partition_no IN (%s)"
                        .formatted(partitions, marks(surplus.size())),
                parameters(owner, surplus));
    }

    /** What another one takes in the meantime is not taken from it. */
    private void take(String owner, int wanted) {
        String free = "(owner IS NULL OR expires_at <= %s)".formatted(dialect.now());
        List<Integer> chosen =
                read("SELECT partition_no, token FROM %s WHERE %s".formatted(partitions, free)).keySet().stream()
                        .limit(wanted)
                        .toList();
        if (!chosen.isEmpty()) {
            jdbc.update(
                    "UPDATE %s SET owner = ?, token = token + 1, expires_at = %s WHERE partition_no IN (%s) AND %s"
                            .formatted(partitions, dialect.nowPlus(lease), marks(chosen.size()), free),
                    parameters(owner, chosen));
        }
    }

    private Map<Integer, Long> tokens(String owner) {
        return read(
                "SELECT partition_no, token FROM %s WHERE owner = ? AND expires_at > %s"
                        .formatted(partitions, dialect.now()),
                owner);
    }

    private Map<Integer, Long> read(String sql, Object... parameters) {
        Map<Integer, Long> tokens = new TreeMap<>();
        jdbc.query(
                sql,
                row -> {
                    tokens.put(row.getInt(1), row.getLong(2));
                },
                parameters);
        return tokens;
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    private static Object[] parameters(String owner, List<Integer> partitions) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(owner);
        parameters.addAll(partitions);
        return parameters.toArray();
    }
}
