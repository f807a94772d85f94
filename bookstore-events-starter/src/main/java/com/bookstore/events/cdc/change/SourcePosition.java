package com.bookstore.events.cdc.change;

import org.jspecify.annotations.Nullable;

/** Where in its database's log a change stands. */
public sealed interface SourcePosition {

    /**
     * Returns the connector's {@code topic.prefix}.
     *
     * @return the name
     */
    String server();

    /**
     * Returns a number that grows with the log: a binlog's position in its file, or an LSN.
     *
     * @return the number
     */
    long number();

    /**
     * Returns the position as it is shown.
     *
     * @return a short text
     */
    String text();

    /**
     * A position in a binlog of MySQL or MariaDB.
     *
     * @param server the connector's {@code topic.prefix}
     * @param serverId the id of the server that wrote the change
     * @param file the name of the binlog file
     * @param position the position of the change's event in the file
     * @param row the row's number in the event
     */
    record Binlog(String server, long serverId, String file, long position, int row) implements SourcePosition {

        @Override
        public long number() {
            return position;
        }

        @Override
        public String text() {
            return file + ":" + position + ":" + row;
        }
    }

    /**
     * A position in the write-ahead log of PostgreSQL.
     *
     * @param server the connector's {@code topic.prefix}
     * @param lsn the log sequence number
     * @param transaction the transaction's number, if it is told
     */
    record Wal(String server, long lsn, @Nullable Long transaction) implements SourcePosition {

        @Override
        public long number() {
            return lsn;
        }

        /** As PostgreSQL shows it. */
        @Override
        public String text() {
            return Long.toHexString(lsn >>> 32) + "/" + Long.toHexString(lsn & 0xffffffffL);
        }
    }
}
