package com.bookstore.events.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.ClaimResult.InProgress;
import com.bookstore.events.idempotency.IdempotencyStoreException.Reason;
import com.bookstore.events.servers.RedisTestServer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

class RedisFailuresIntegrationTests extends StoreFailures {

    private static final String PREFIX = "failures:";

    private LettuceConnectionFactory connections;

    @Override
    int serverPort() {
        return RedisTestServer.port();
    }

    @Override
    IdempotencyStore connect(int port) {
        connections = new LettuceConnectionFactory("127.0.0.1", port);
        connections.afterPropertiesSet();
        connections.start();
        return new RedisIdempotencyStore(connections, PREFIX, Duration.ofDays(1), TIMEOUT, () -> UUID.randomUUID()
                .toString());
    }

    @Override
    void disconnect() {
        ((RedisIdempotencyStore) store).close();
        connections.destroy();
    }

    @Test
    void keysThatRedisLostAreAsIfNeverClaimed() {
        Granted lost = (Granted) claim("lost by Redis");
        StringRedisTemplate redis = new StringRedisTemplate(connections);
        assertThat(redis.delete(PREFIX + lost.key())).isTrue();

        assertThat(claim("lost by Redis")).isInstanceOfSatisfying(Granted.class, next -> assertThat(next.resumed())
                .isFalse());
    }

    @Test
    void scriptsThatRedisForgotAreSentAgain() {
        new StringRedisTemplate(connections)
                .execute(
                        connection -> {
                            connection.scriptingCommands().scriptFlush();
                            return null;
                        },
                        true);

        assertThat(claim("after flush")).isInstanceOf(Granted.class);
    }

    @Test
    void whatRedisRefusesIsNoOutage() {
        Claim claim = of("string");
        new StringRedisTemplate(connections).opsForValue().set(PREFIX + claim.key(), "no hash");

        assertThat(catchThrowableOfType(IdempotencyStoreException.class, () -> store.claim(List.of(claim), LEASE))
                        .reason())
                .isEqualTo(Reason.FAILED);
    }

    @Test
    void keysExpireInRedisAfterLeaseAndRetention() {
        Granted granted = (Granted) claim("expiring");
        StringRedisTemplate redis = new StringRedisTemplate(connections);
        Duration day = Duration.ofDays(1);

        assertThat(redis.getExpire(PREFIX + granted.key()))
                .isBetween(day.plus(LEASE).toSeconds() - 60, day.plus(LEASE).toSeconds());
        store.confirm(List.of(new Confirmation(granted.key(), granted.token(), "done")));
        assertThat(redis.getExpire(PREFIX + granted.key())).isBetween(day.toSeconds() - 60, day.toSeconds());
    }

    @Test
    void failOpenGrantsWhileRedisIsDownAndProtectsAgainAfterwards() {
        IdempotencyStore open = new FailOpenIdempotencyStore(store);
        Claim claim = of("open");
        proxy.cut();

        List<ClaimResult> results = open.claim(List.of(claim, claim), LEASE);
        assertThat(results.get(0)).isInstanceOfSatisfying(Granted.class, granted -> {
            assertThat(granted.event()).isEqualTo(claim.event());
            assertThat(granted.resumed()).isFalse();
        });
        assertThat(results.get(1)).isInstanceOf(InProgress.class);
        Granted granted = (Granted) results.get(0);
        open.confirm(List.of(new Confirmation(granted.key(), granted.token(), "done")));
        open.release(List.of(granted.claimToken()));
        open.forget(List.of(granted.claimToken()));

        proxy.heal();
        awaitRecovery();
        Claim next = of("protected");
        assertThat(open.claim(List.of(next), LEASE).get(0)).isInstanceOf(Granted.class);
        assertThat(open.claim(List.of(next), LEASE).get(0)).isInstanceOf(InProgress.class);
    }
}
