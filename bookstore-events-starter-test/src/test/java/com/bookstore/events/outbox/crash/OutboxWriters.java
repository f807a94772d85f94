package com.bookstore.events.outbox.crash;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashServices;

/** Has services write events. */
final class OutboxWriters {

    static final int ACCOUNTS = 24;
    static final int TRANSACTIONS = 70;

    private final CrashServices services;

    OutboxWriters(CrashServices services) {
        this.services = services;
    }

    static String[] command(String run, int accounts, int transactions) {
        return new String[] {"write", run, Integer.toString(accounts), Integer.toString(transactions)};
    }

    static String[] command(String run) {
        return command(run, ACCOUNTS, TRANSACTIONS);
    }

    void write(String run) {
        write(run, ACCOUNTS, TRANSACTIONS);
    }

    void write(String run, int accounts, int transactions) {
        ChildJvm writer = services.take();
        writer.order(command(run, accounts, transactions));
        services.giveBack(writer);
    }

    void writeWhile(String run, Runnable fault) {
        ChildJvm writer = services.take();
        String writing = writer.tell(command(run));
        fault.run();
        writer.awaitDone(writing);
        services.giveBack(writer);
    }
}
