package com.bookstore.events.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.jspecify.annotations.Nullable;

/** Asks a broker whether it serves clients; a Kafka client is not made before the port is open, for its warnings. */
final class BrokerProbe implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 1_000;

    private final int id;
    private final int port;
    private @Nullable Admin admin;

    BrokerProbe(int id, int port) {
        this.id = id;
        this.port = port;
    }

    boolean isServing() throws InterruptedException {
        if (admin == null) {
            if (!isOpen()) {
                return false;
            }
            admin = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    BrokerProperties.bootstrap(List.of(port)),
                    AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                    200));
        }
        try {
            return admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS)).nodes().get().stream()
                    .anyMatch(node -> node.id() == id);
        } catch (ExecutionException notYet) {
            return false;
        }
    }

    private boolean isOpen() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
    }
}
