package com.bookstore.events.cdc.change;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Makes the id of a change: a hash of what stays the same when Debezium delivers the change again, and differs for every
 * other one.
 *
 * <ol>
 *   <li>Always the connector, the table, the operation and the record's key: a new primary key is a deletion and an insertion
 *       at one position.
 *   <li>The position: file, offset and row of a binlog; LSN and transaction of a write-ahead log.
 *   <li>The row's bytes where the position does not tell changes apart: for inserts on PostgreSQL, as {@code COPY} writes
 *       several rows at one LSN, and where there is no key. In binlogs also those of the row before, as MariaDB may tell of
 *       one position for all changes of a transaction.
 *   <li>The row's bytes instead of the position for snapshots: one that is begun anew reads at another position, but what it
 *       reads of an unchanged row is no news.
 * </ol>
 */
final class ChangeId {

    private static final String PREFIX = "cdc-";
    private static final int BYTES = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest digest;

    private ChangeId() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /**
     * Makes an id.
     *
     * @param source where the change comes from
     * @param key the record's key
     * @param before the row before the change
     * @param after the row after it
     */
    static String of(
            Operation operation, SourceFields source, Bytes key, @Nullable Bytes before, @Nullable Bytes after) {
        ChangeId id = new ChangeId();
        SourcePosition position = source.position();
        id.add(position.server())
                .add(source.qualifiedTable())
                .add(operation.name())
                .add(key);
        boolean snapshot = operation == Operation.READ;
        if (!snapshot) {
            id.add(position);
        }
        boolean binlog = !snapshot && position instanceof SourcePosition.Binlog;
        boolean several = operation == Operation.CREATE && position instanceof SourcePosition.Wal;
        Bytes row = after == null ? before : after;
        if (row != null && (snapshot || several || binlog || key.length() == 0)) {
            id.add(row);
        }
        if (binlog && before != null && after != null) {
            id.add(before);
        }
        return PREFIX + HEX.formatHex(Arrays.copyOf(id.digest.digest(), BYTES));
    }

    private ChangeId add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return this;
    }

    private ChangeId add(Bytes bytes) {
        digest.update(bytes.array(), bytes.from(), bytes.length());
        digest.update((byte) 0);
        return this;
    }

    private void add(SourcePosition position) {
        if (position instanceof SourcePosition.Binlog binlog) {
            add(binlog.serverId() + ":" + binlog.file() + ":" + binlog.position() + ":" + binlog.row());
        } else if (position instanceof SourcePosition.Wal wal) {
            add(wal.lsn() + ":" + wal.transaction());
        }
    }

    /**
     * A part of an array.
     *
     * @param array the array, not a copy
     * @param from where it begins
     * @param length how long it is
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] array, int from, int length) {

        static final Bytes NONE = new Bytes(new byte[0], 0, 0);
    }
}
