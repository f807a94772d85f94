package com.bookstore.benchmarks.publishing;

import com.bookstore.benchmarks.servers.RedisProcess;
import io.lettuce.core.ScriptOutputType;

/** The keys in Redis, where there is nothing else. */
record RedisKeys(RedisProcess redis) implements StoredKeys {

    private static final String CONFIRMED =
            """
            local seen, count, cursor = {}, 0, '0'
            repeat
              local page = redis.call('SCAN', cursor, 'COUNT', 1000)
              cursor = page[1]
              for _, key in ipairs(page[2]) do
                local outcome = redis.call('HGET', key, 'outcome')
                if outcome and not seen[outcome] then
                  seen[outcome] = true
                  count = count + 1
                end
              end
            until cursor == '0'
            return count""";

    @Override
    public void clear() {
        String unused = redis.commands().flushall();
    }

    @Override
    public long all() {
        return redis.commands().dbsize();
    }

    @Override
    public long confirmed() {
        return redis.commands().<Long>eval(CONFIRMED, ScriptOutputType.INTEGER);
    }
}
