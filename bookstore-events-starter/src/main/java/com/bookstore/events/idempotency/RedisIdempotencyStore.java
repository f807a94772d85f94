package com.bookstore.events.idempotency;

import com.bookstore.events.idempotency.IdempotencyStoreException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * Keeps keys in Redis, each as a value that expires by itself. A script does each step for many keys at once; a script runs
 * alone, so it is atomic. In a cluster the keys are on different nodes, so there each key takes a call.
 */
final class RedisIdempotencyStore implements IdempotencyStore, AutoCloseable {

    /** Redis does nothing else while a script runs: a few milliseconds. */
    private static final int KEYS_AT_ONCE = 500;

    @SuppressWarnings("rawtypes")
    private static final RedisScript<List> CLAIM = script("claim", List.class);

    private static final RedisScript<Long> CONFIRM = script("confirm", Long.class);
    private static final RedisScript<Long> RELEASE = script("release", Long.class);
    private static final RedisScript<Long> FORGET = script("forget", Long.class);

    private final StringRedisTemplate redis;
    private final String prefix;
    private final long retention;
    private final String retentionMillis;
    private final Supplier<String> ids;
    private final StoreCalls calls;

    RedisIdempotencyStore(
            RedisConnectionFactory connections,
            String prefix,
            Duration retention,
            Duration timeout,
            Supplier<String> ids) {
        this.redis = new StringRedisTemplate(connections);
        this.prefix = prefix;
        this.retention = retention.toMillis();
        this.retentionMillis = Long.toString(this.retention);
        this.ids = ids;
        this.calls = new StoreCalls("redis", timeout, RedisIdempotencyStore::reason);
    }

    private static <T> RedisScript<T> script(String name, Class<T> result) {
        return RedisScript.of(new ClassPathResource(name + ".lua", RedisIdempotencyStore.class), result);
    }

    @Override
    public List<ClaimResult> claim(List<Claim> claims, Duration lease) {
        IdempotencyLease.check("A lease", lease);
        List<AskedClaim> asked = AskedClaim.all(claims, ids.get());
        List<ClaimResult> results = new ArrayList<>(claims.size());
        eachChunk("claim", asked, some -> {
            List<?> answers = run(
                    CLAIM,
                    keys(some, AskedClaim::key),
                    Stream.concat(
                            Stream.of(Long.toString(lease.toMillis()), Long.toString(lease.toMillis() + retention)),
                            some.stream().map(one -> Value.of(one, retentionMillis))));
            for (int i = 0; i < some.size(); i++) {
                results.add(answer(some.get(i), answers.get(i), lease));
            }
        });
        return results;
    }

    @Override
    public void confirm(List<Confirmation> confirmations) {
        eachChunk(
                "confirm",
                confirmations,
                some -> run(
                        CONFIRM,
                        keys(some, Confirmation::key),
                        Stream.concat(
                                Stream.of(retentionMillis),
                                some.stream()
                                        .flatMap(one -> Stream.of(
                                                Value.unconfirmed(StoredClaim.firstToken(one.token())),
                                                one.outcome())))));
    }

    @Override
    public void release(List<ClaimToken> tokens) {
        change("release", RELEASE, tokens);
    }

    @Override
    public void forget(List<ClaimToken> tokens) {
        change("forget", FORGET, tokens);
    }

    private void change(String operation, RedisScript<Long> script, List<ClaimToken> tokens) {
        eachChunk(
                operation,
                tokens,
                some -> run(
                        script,
                        keys(some, ClaimToken::key),
                        some.stream().map(one -> StoredClaim.holder(one.token()))));
    }

    private <T> List<String> keys(List<T> values, Function<T, String> key) {
        return values.stream().map(value -> prefix + key.apply(value)).toList();
    }

    private <T> T run(RedisScript<T> script, List<String> keys, Stream<String> arguments) {
        return redis.execute(script, keys, arguments.toArray());
    }

    private <T> void eachChunk(String operation, List<T> all, RedisStep<T> step) {
        if (all.isEmpty()) {
            return;
        }
        calls.call(operation, call -> {
            int size = isCluster() ? 1 : KEYS_AT_ONCE;
            for (int start = 0; start < all.size(); start += size) {
                call.checkWanted();
                step.run(all.subList(start, Math.min(all.size(), start + size)));
            }
            return all;
        });
    }

    private boolean isCluster() {
        RedisCallback<Boolean> question = connection -> connection instanceof RedisClusterConnection;
        return Boolean.TRUE.equals(redis.execute(question));
    }

    private static Reason reason(Throwable failure) {
        if (failure instanceof QueryTimeoutException) {
            return Reason.TIMED_OUT;
        }
        boolean unreachable = failure instanceof RedisConnectionFailureException
                || (failure instanceof RedisSystemException && !isAnswer(failure.getCause()));
        return unreachable ? Reason.UNREACHABLE : Reason.FAILED;
    }

    /** By its name: the client may be another than Lettuce. What is no answer is a connection that broke. */
    private static boolean isAnswer(@Nullable Throwable cause) {
        return cause != null && cause.getClass().getSimpleName().equals("RedisCommandExecutionException");
    }

    @Override
    public void close() {
        calls.close();
    }

    private interface RedisStep<T> {
        void run(List<T> some);
    }

    private static ClaimResult answer(AskedClaim asked, @Nullable Object found, Duration lease) {
        return asked.answer(
                found instanceof List<?> kept
                        ? Value.read(String.valueOf(kept.get(0)), Long.parseLong(String.valueOf(kept.get(1))))
                        : asked.granted(lease));
    }

    /**
     * What Redis keeps of a key, as lines of text; {@code claim.lua} says which. So a script that claims a new key need not look
     * into it.
     */
    private static final class Value {

        private static final char OPEN = '0';
        private static final char CONFIRMED = '1';

        private Value() {}

        static String of(AskedClaim claim, String retentionMillis) {
            return OPEN
                    + claim.token()
                    + '\n'
                    + claim.token()
                    + '\n'
                    + retentionMillis
                    + '\n'
                    + line(claim.fingerprint())
                    + '\n'
                    + line(claim.event())
                    + '\n';
        }

        /** How a value begins that a claim of this first token has left unconfirmed. */
        static String unconfirmed(String firstToken) {
            return OPEN + firstToken + '\n';
        }

        /**
         * Reads a value.
         *
         * @throws IllegalArgumentException if it is none
         */
        static StoredClaim read(String value, long remainingMillis) {
            int[] ends = new int[5];
            int from = 0;
            for (int line = 0; line < ends.length; line++) {
                ends[line] = value.indexOf('\n', from);
                if (ends[line] < from + (line == 0 ? 1 : 0)) {
                    throw new IllegalArgumentException("Something else has written to the key");
                }
                from = ends[line] + 1;
            }
            return new StoredClaim(
                    text(value.substring(ends[2] + 1, ends[3])),
                    text(value.substring(ends[3] + 1, ends[4])),
                    value.substring(1, ends[0]),
                    value.substring(ends[0] + 1, ends[1]),
                    value.charAt(0) == CONFIRMED ? value.substring(ends[4] + 1) : null,
                    remainingMillis);
        }

        private static String line(String text) {
            return text.indexOf('\n') < 0 && text.indexOf('\\') < 0
                    ? text
                    : text.replace("\\", "\\\\").replace("\n", "\\n");
        }

        private static String text(String line) {
            if (line.indexOf('\\') < 0) {
                return line;
            }
            StringBuilder text = new StringBuilder(line.length());
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '\\' && i + 1 < line.length()) {
                    c = line.charAt(++i) == 'n' ? '\n' : '\\';
                }
                text.append(c);
            }
            return text.toString();
        }
    }
}
