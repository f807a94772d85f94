package com.bookstore.events.idempotency;

import com.bookstore.events.servers.RedisTestServer;
import com.bookstore.events.test.IdempotencyStoreBatchContract;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A cluster refuses a script whose keys are not of one slot, also when it has a single node. */
class RedisClusterIdempotencyStoreIntegrationTests extends IdempotencyStoreBatchContract {

    private static LettuceConnectionFactory connections;

    private RedisIdempotencyStore store;

    @BeforeAll
    static void connect() {
        connections = new LettuceConnectionFactory(
                new RedisClusterConfiguration(List.of("127.0.0.1:" + RedisTestServer.clusterPort())));
        connections.afterPropertiesSet();
        connections.start();
    }

    @AfterAll
    static void disconnect() {
        connections.destroy();
    }

    @Override
    protected IdempotencyStore store(Duration retention) {
        store = new RedisIdempotencyStore(
                connections, "test:", retention, Duration.ofSeconds(30), () -> UUID.randomUUID()
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
