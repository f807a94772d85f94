package com.bookstore.events.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports to listen on below those that systems hand out to clients: while a broker is down, a client that got its port
 * would keep it from starting again, and a client that keeps connecting to it could even connect to itself.
 */
final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int BEYOND = 32_000;
    private static final int ATTEMPTS = 200;

    private FreePorts() {}

    static List<Integer> find(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int attempt = 0; attempt < ATTEMPTS && sockets.size() < count; attempt++) {
                tryNext(sockets);
            }
            if (sockets.size() < count) {
                throw new IllegalStateException(
                        "Fewer than %d free ports in %d attempts between %d and %d; stop what listens there"
                                .formatted(count, ATTEMPTS, FIRST, BEYOND));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            sockets.forEach(FreePorts::close);
        }
    }

    private static void tryNext(List<ServerSocket> sockets) {
        int port = ThreadLocalRandom.current().nextInt(FIRST, BEYOND);
        try {
            sockets.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (BindException taken) {
            // the next attempt tries another one
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
