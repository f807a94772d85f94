package com.bookstore.demo;

import java.util.concurrent.CountDownLatch;

/** Runs only the broker, until the process is told to end; prints where it is. */
public final class BrokerMain {

    private BrokerMain() {}

    /**
     * Starts the broker.
     *
     * @param args none
     * @throws InterruptedException if the wait for the end is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        var broker = new Broker();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println("bootstrap.servers=" + broker.bootstrapServers());
        new CountDownLatch(1).await();
    }
}
