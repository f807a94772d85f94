package com.bookstore.events.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between a client and a local server, and takes the network away. */
public final class FaultyProxy implements AutoCloseable {

    private enum Fault {
        NONE,
        /** Bytes wait; connections stay open. */
        HELD,
        /** Connections are closed, new ones at once. */
        CUT,
        /** What the server answers is lost, and the connection with it. */
        ANSWERS_LOST
    }

    private volatile int target;
    private final ServerSocketChannel listener;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Fault fault = Fault.NONE;
    private volatile Duration delay = Duration.ZERO;

    private FaultyProxy(int target) throws IOException {
        this.target = target;
        this.listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public static FaultyProxy to(int port) {
        try {
            FaultyProxy proxy = new FaultyProxy(port);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A proxy whose port is known before that of the server; connections are closed until then. */
    public static FaultyProxy withoutServer() {
        return to(0);
    }

    public void lead(int port) {
        target = port;
    }

    public int port() {
        return listener.socket().getLocalPort();
    }

    public void hold() {
        set(Fault.HELD);
    }

    public void cut() {
        set(Fault.CUT);
        open.forEach(FaultyProxy::close);
    }

    public void loseAnswers() {
        set(Fault.ANSWERS_LOST);
    }

    /** From now on, what is sent in either direction is late by this. */
    public void delay(Duration newDelay) {
        delay = newDelay;
    }

    public void heal() {
        delay = Duration.ZERO;
        set(Fault.NONE);
    }

    private void set(Fault newFault) {
        lock.lock();
        try {
            fault = newFault;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                if (current() == Fault.CUT || !connect(client)) {
                    client.close();
                }
            } catch (IOException failure) {
                // The listener is closed.
            }
        }
    }

    /** Whether the server is there. */
    private boolean connect(SocketChannel client) {
        try {
            SocketChannel server = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            open.add(client);
            open.add(server);
            daemon(() -> pump(client, server, false));
            daemon(() -> pump(server, client, true));
            return true;
        } catch (IOException failure) {
            return false;
        }
    }

    private void pump(SocketChannel from, SocketChannel to, boolean answers) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(buffer) >= 0) {
                if (answers && current() == Fault.ANSWERS_LOST) {
                    break;
                }
                await();
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException | InterruptedException failure) {
            // Closed below.
        }
        close(from);
        close(to);
    }

    private void await() throws InterruptedException {
        lock.lock();
        try {
            long late = delay.toNanos();
            while (late > 0) {
                late = changed.awaitNanos(late);
            }
            while (fault == Fault.HELD) {
                changed.await(1, TimeUnit.SECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private Fault current() {
        lock.lock();
        try {
            return fault;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        cut();
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
