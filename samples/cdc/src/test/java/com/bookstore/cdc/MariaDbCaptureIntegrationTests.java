package com.bookstore.cdc;

class MariaDbCaptureIntegrationTests extends KilledUnderLoadTest {

    @Override
    String database() {
        return "mariadb";
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
