package com.bookstore.events.eventstore.aggregate;

import com.bookstore.events.DomainEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An account that counts how often it is asked, and may be interrupted while it decides. */
final class Account implements Aggregate<Account.Balance, Account.Fund> {

    final AtomicInteger applied = new AtomicInteger();
    final AtomicInteger decided = new AtomicInteger();
    private final @Nullable SnapshotPolicy<Balance> policy;
    private Runnable meanwhile = () -> {};

    Account(@Nullable SnapshotPolicy<Balance> policy) {
        this.policy = policy;
    }

    static Account withoutSnapshots() {
        return new Account(null);
    }

    static Account every(int events) {
        return new Account(SnapshotPolicy.of(Balance.class, 1).every(events));
    }

    Account meanwhile(Runnable work) {
        meanwhile = work;
        return this;
    }

    @Override
    public String streamType() {
        return "account";
    }

    @Override
    public Balance initialState() {
        return new Balance(0, 0, "");
    }

    @Override
    public Balance apply(Balance balance, DomainEvent event) {
        applied.incrementAndGet();
        return event instanceof Funded funded
                ? new Balance(balance.total() + funded.amount(), balance.count() + 1, funded.note())
                : balance;
    }

    @Override
    public List<? extends DomainEvent> decide(Balance balance, Fund command) {
        decided.incrementAndGet();
        meanwhile.run();
        if (balance.total() + command.amount() < 0) {
            throw new IllegalStateException("not enough");
        }
        return IntStream.range(0, command.times())
                .mapToObj(time -> new Funded("one", command.amount(), command.note()))
                .toList();
    }

    @Override
    public @Nullable SnapshotPolicy<Balance> snapshots() {
        return policy;
    }

    record Fund(long amount, String note, int times) {

        static Fund of(long amount) {
            return new Fund(amount, "", 1);
        }
    }

    record Balance(long total, int count, String last) {}
}
