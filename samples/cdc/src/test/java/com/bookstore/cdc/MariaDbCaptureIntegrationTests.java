package com.bookstore.cdc;

/** On a server that is not set as the sample advises: the harder case, as all changes of a transaction have one position. */
class MariaDbCaptureIntegrationTests extends KilledUnderLoadTest {

    static final String ONE_POSITION = "SET GLOBAL binlog_legacy_event_pos = OFF";

    @Override
    String database() {
        return "mariadb";
    }

    @Override
    void prepare() {
        execute(ONE_POSITION);
    }

    @Override
    String lostPosition() {
        return "required binlog files have been purged";
    }

    @Override
    String publishing() {
        return "direct";
    }
}
