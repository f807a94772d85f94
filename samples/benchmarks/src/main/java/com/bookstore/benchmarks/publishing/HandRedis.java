package com.bookstore.benchmarks.publishing;

import com.bookstore.benchmarks.servers.RedisProcess;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A SET for each step of each key, pipelined, on two connections, so that claims and confirmations overlap. */
final class HandRedis implements HandStore {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SetArgs CLAIM = SetArgs.Builder.nx().px(Duration.ofDays(7));
    private static final SetArgs CONFIRM = SetArgs.Builder.xx().px(Duration.ofDays(7));

    private final RedisKeys keys;
    private final StatefulRedisConnection<String, String> claims;
    private final StatefulRedisConnection<String, String> confirmations;

    HandRedis(RedisProcess redis) {
        this.keys = new RedisKeys(redis);
        this.claims = redis.connect();
        this.confirmations = redis.connect();
        claims.setAutoFlushCommands(false);
        confirmations.setAutoFlushCommands(false);
    }

    @Override
    public void claim(List<String> names) {
        List<RedisFuture<String>> answers = new ArrayList<>(names.size());
        for (String name : names) {
            answers.add(claims.async().set(name, "claimed", CLAIM));
        }
        await(claims, answers);
    }

    @Override
    public void confirm(List<String> names, List<String> outcomes) {
        List<RedisFuture<String>> answers = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            answers.add(confirmations.async().set(names.get(i), outcomes.get(i), CONFIRM));
        }
        await(confirmations, answers);
    }

    private static void await(StatefulRedisConnection<String, String> connection, List<RedisFuture<String>> answers) {
        connection.flushCommands();
        if (!LettuceFutures.awaitAll(PATIENCE, answers.toArray(RedisFuture[]::new))) {
            throw new IllegalStateException("Redis did not answer within " + PATIENCE);
        }
    }

    @Override
    public void clear() {
        keys.clear();
    }

    @Override
    public long all() {
        return keys.all();
    }

    @Override
    public long confirmed() {
        return keys.confirmed();
    }

    @Override
    public void close() {
        claims.close();
        confirmations.close();
    }
}
