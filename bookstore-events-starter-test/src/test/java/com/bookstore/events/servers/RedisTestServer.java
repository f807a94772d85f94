package com.bookstore.events.servers;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** The Redis servers that all tests of this JVM share; each is started when first asked for. */
public final class RedisTestServer {

    private static final int SLOTS = 16_384;

    private RedisTestServer() {}

    public static int port() {
        return Single.SERVER.ports().get(0);
    }

    /** The port of a cluster of one node, which has all slots. */
    public static int clusterPort() {
        return Cluster.SERVER.ports().get(0);
    }

    private static final class Single {
        static final RedisServer SERVER = start(RedisServer.newRedisServer());
    }

    private static final class Cluster {
        static final RedisServer SERVER = startCluster();
    }

    private static RedisServer startCluster() {
        try {
            Path nodes = Files.createTempDirectory("redis").resolve("nodes.conf");
            RedisServer server = start(RedisServer.newRedisServer()
                    .setting("cluster-enabled yes")
                    .setting("cluster-config-file " + nodes));
            RedisClient client =
                    RedisClient.create("redis://127.0.0.1:" + server.ports().get(0));
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                connection.sync().clusterAddSlots(IntStream.range(0, SLOTS).toArray());
                Awaitility.await().until(() -> connection.sync().clusterInfo().contains("cluster_state:ok"));
            } finally {
                client.shutdown();
            }
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static RedisServer start(RedisServerBuilder builder) {
        try {
            RedisServer server = builder.port(freePort())
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            server.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A cluster's node also takes the port 10,000 above. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0)) {
                if (socket.getLocalPort() < 55_000) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    private static void stop(RedisServer server) {
        try {
            server.stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
