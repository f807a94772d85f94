package com.bookstore.events.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** The Redis server that all tests of this JVM share; started when first asked for. */
public final class RedisTestServer {

    private RedisTestServer() {}

    public static int port() {
        return Holder.SERVER.ports().get(0);
    }

    private static final class Holder {

        static final RedisServer SERVER = start();

        private static RedisServer start() {
            try {
                RedisServer server = RedisServer.newRedisServer()
                        .port(freePort())
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

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
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
}
