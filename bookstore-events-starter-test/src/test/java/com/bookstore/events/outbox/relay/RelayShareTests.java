package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.lease.JdbcPartitionLeases;
import com.bookstore.events.servers.Pools;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which partitions a relay takes for its own. */
class RelayShareTests {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final int COUNT = 4;

    private HikariDataSource pool;

    @BeforeEach
    void createTables() {
        pool = Pools.pool("jdbc:h2:mem:relay-share;DB_CLOSE_DELAY=-1", "sa", "", 3);
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        jdbc.execute("DROP ALL OBJECTS");
        jdbc.execute("CREATE TABLE shares (partition_no INTEGER PRIMARY KEY, owner VARCHAR(64), token BIGINT NOT NULL,"
                + " expires_at TIMESTAMP WITH TIME ZONE NOT NULL)");
        jdbc.execute("CREATE TABLE members (owner VARCHAR(64) PRIMARY KEY,"
                + " expires_at TIMESTAMP WITH TIME ZONE NOT NULL)");
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void renewalsDuringLongBatchesDoNotPutOffTheBalance() {
        RelayShare busy = share();
        busy.balance();
        assertThat(busy.holding().partitions()).hasSize(COUNT);
        RelayShare other = share();
        other.balance();

        for (int batch = 0; batch < 2; batch++) {
            busy.keep();
            busy.balance();
            other.keep();
            long end = System.nanoTime() + 7 * LEASE.toNanos() / 20;
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !busy.keep() || System.nanoTime() - end > 0);
        }
        busy.keep();
        busy.balance();

        assertThat(busy.holding().partitions()).hasSize(COUNT / 2);
    }

    @Test
    void holdsNothingOfBeforeWhenItGoesOnAfterItLeft() {
        RelayShare stopped = share();
        stopped.balance();
        String before = stopped.holding().owner();
        stopped.leave();
        share().balance();

        assertThat(stopped.holding().partitions()).isEmpty();
        stopped.balance();

        assertThat(stopped.holding().owner()).isNotEqualTo(before);
        assertThat(stopped.holding().partitions()).isEmpty();
    }

    private RelayShare share() {
        return new RelayShare(
                new JdbcPartitionLeases(
                        new JdbcDatabase(pool, JdbcDialect.H2),
                        new TableName(null, "shares"),
                        new TableName(null, "members"),
                        COUNT,
                        LEASE),
                LEASE);
    }
}
