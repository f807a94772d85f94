package com.bookstore.benchmarks.publishing;

import com.bookstore.benchmarks.servers.RedisProcess;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys in Redis, where there is nothing else. */
record RedisKeys(RedisProcess redis) implements StoredKeys {

    private static final Pattern OUTCOME = Pattern.compile("\\{\"topic\":\"[^}]*}$");
    private static final ScanArgs PAGE = ScanArgs.Builder.limit(1_000);

    @Override
    public void clear() {
        String unused = redis.commands().flushall();
    }

    @Override
    public long all() {
        return redis.commands().dbsize();
    }

    /** The outcome is the last line of the value. */
    @Override
    public long confirmed() {
        RedisCommands<String, String> commands = redis.commands();
        Set<String> outcomes = new HashSet<>();
        KeyScanCursor<String> page = commands.scan(PAGE);
        while (true) {
            if (!page.getKeys().isEmpty()) {
                commands.mget(page.getKeys().toArray(String[]::new)).forEach(value -> add(value, outcomes));
            }
            if (page.isFinished()) {
                return outcomes.size();
            }
            page = commands.scan(ScanCursor.of(page.getCursor()), PAGE);
        }
    }

    private static void add(KeyValue<String, String> value, Set<String> outcomes) {
        Matcher outcome = OUTCOME.matcher(value.getValueOrElse(""));
        if (outcome.find()) {
            outcomes.add(outcome.group());
        }
    }
}
