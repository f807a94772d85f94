package com.bookstore.cdc;

import java.io.IOException;

/**
 * MySQL's connector; its server is a MariaDB, for want of a MySQL among Maven's artifacts, and set to tell where in its log each
 * change of a transaction is, as MySQL does. Movements of stock are told.
 */
class MySqlCaptureIntegrationTests extends KilledUnderLoadTest {

    @Override
    String database() {
        return "mariadb";
    }

    @Override
    Connector connector() throws IOException {
        return Connector.of("mysql");
    }

    @Override
    String lostPosition() {
        return "no longer available on the server";
    }

    @Override
    String publishing() {
        return "idempotent";
    }

    @Override
    boolean isStockToldByMovements() {
        return true;
    }
}
