package com.bookstore.benchmarks.servers;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;
import redis.embedded.RedisServer;

/** A Redis server of one comparison that writes nothing to disk, as one for caches and the like does. */
public final class RedisProcess implements AutoCloseable {

    private static final Pattern VERSION = Pattern.compile("redis_version:(\\S+)");

    private final Path directory;
    private final RedisServer server;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    /**
     * Starts the server.
     *
     * @throws UncheckedIOException if it does not start
     */
    public RedisProcess() {
        try (ServerSocket free = new ServerSocket(0)) {
            int port = free.getLocalPort();
            free.close();
            this.directory = Files.createTempDirectory("redis");
            this.server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("dir " + directory)
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .setting("maxmemory-policy noeviction")
                    .build();
            server.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        this.client = RedisClient.create("redis://127.0.0.1:" + port());
        this.connection = client.connect();
    }

    private int port() {
        return server.ports().get(0);
    }

    /**
     * Returns what a service has to know of it.
     *
     * @return properties of Spring Boot
     */
    public Map<String, String> properties() {
        return Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port", Integer.toString(port()));
    }

    /**
     * Returns its commands.
     *
     * @return the commands, which wait for the answer
     */
    public RedisCommands<String, String> commands() {
        return connection.sync();
    }

    /**
     * Opens a further connection.
     *
     * @return the connection, to be closed by the caller
     */
    public StatefulRedisConnection<String, String> connect() {
        return client.connect();
    }

    /**
     * Reads the server's version and settings.
     *
     * @return them in one line
     */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        for (String name : new String[] {"appendonly", "appendfsync", "save", "maxmemory", "maxmemory-policy"}) {
            settings.putAll(commands().configGet(name));
        }
        Matcher version = VERSION.matcher(commands().info("server"));
        settings.put("redis_version", version.find() ? version.group(1) : "unknown");
        return new TreeMap<>(Map.of("redis settings", settings.toString()));
    }

    /**
     * Reads how long the server has worked on each kind of command, and how much memory it takes for how many keys.
     *
     * @return it in one line
     */
    public Map<String, String> usage() {
        return Map.of(
                "redis usage",
                commands().info("commandstats").replaceAll("\\s+", " ")
                        + commands().info("memory").replaceAll("\\s+", " ").replaceAll(".*(used_memory:\\d+).*", "$1")
                        + " keys:" + commands().dbsize());
    }

    @Override
    public void close() {
        client.shutdown();
        try {
            server.stop();
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
