package com.bookstore.events.outbox.relay;

import com.bookstore.events.lease.Holding;
import com.bookstore.events.lease.JdbcPartitionLeases;
import com.bookstore.events.outbox.OutboxTables;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of the outbox that are this relay's, for as long as it keeps them. Used by one thread. */
final class RelayShare {

    private static final Logger log = LoggerFactory.getLogger(RelayShare.class);

    private static final int RENEWALS_PER_LEASE = 4;

    private final JdbcPartitionLeases leases;
    private final long interval;
    private Holding holding = Holding.none(newName());
    private long renewalAt = System.nanoTime();
    private long balanceAt = renewalAt;
    private boolean lost;

    RelayShare(JdbcPartitionLeases leases, Duration lease) {
        this.leases = leases;
        this.interval = lease.toNanos() / RENEWALS_PER_LEASE;
    }

    /** New after each loss, so that nothing of before can pass as the current owner's. */
    private static String newName() {
        return UUID.randomUUID().toString();
    }

    Holding holding() {
        return holding;
    }

    /**
     * Takes or gives back partitions when it is time, while nothing is on its way.
     *
     * @return whether it was time
     */
    boolean balance() {
        if (lost || (holding.left().isNegative() && !holding.partitions().isEmpty())) {
            startOver();
        }
        long now = System.nanoTime();
        if (now - balanceAt < 0) {
            return false;
        }
        Set<Integer> before = holding.partitions();
        balanceAt = now + interval;
        renewalAt = balanceAt;
        holding = leases.balance(holding.owner());
        if (!before.equals(holding.partitions())) {
            log.info(
                    "Relays {} of {} partitions of the outbox",
                    holding.partitions().size(),
                    OutboxTables.PARTITIONS);
        }
        return true;
    }

    /**
     * Renews the leases when it is time, while events are on their way. It does not put off the next balance: batches that
     * take long would never give anything to an instance that is new.
     *
     * @return whether all partitions are still this relay's
     */
    boolean keep() {
        long now = System.nanoTime();
        if (!lost && now - renewalAt >= 0) {
            renewalAt = now + interval;
            Set<Integer> before = holding.partitions();
            try {
                holding = leases.renew(holding.owner());
                lost = !holding.partitions().containsAll(before);
            } catch (RuntimeException failure) {
                log.debug("Leases could not be renewed, they last for {}", holding.left(), failure);
            }
        }
        lost = lost || holding.left().isNegative();
        return !lost;
    }

    private void startOver() {
        log.info("Lost partitions of the outbox to another instance, or for want of the database");
        leave();
    }

    /** Gives everything back. Whoever goes on afterwards begins as a new owner. */
    void leave() {
        try {
            leases.leave(holding.owner());
        } catch (RuntimeException failure) {
            log.debug("Leases could not be given back, they end by themselves", failure);
        }
        holding = Holding.none(newName());
        balanceAt = System.nanoTime();
        lost = false;
    }
}
