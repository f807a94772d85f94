-- The tables of an application that knows nothing of events; for MySQL and MariaDB.

CREATE TABLE books (
    id         BIGINT AUTO_INCREMENT PRIMARY KEY,
    title      VARCHAR(255) NOT NULL,
    author     VARCHAR(255),
    isbn       VARCHAR(32),
    price      DECIMAL(10, 2),
    category   VARCHAR(100),
    stock      INT NOT NULL DEFAULT 0,
    origin     VARCHAR(50),
    updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)
) CHARACTER SET utf8mb4;

CREATE TABLE inventory_transactions (
    id             BIGINT AUTO_INCREMENT PRIMARY KEY,
    book_id        BIGINT NOT NULL,
    order_id       BIGINT,
    previous_stock INT,
    new_stock      INT NOT NULL,
    reason         VARCHAR(100),
    created_at     TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) CHARACTER SET utf8mb4;

-- All that Debezium needs; the user is there already, as its password does not belong into a file.
GRANT SELECT, RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'debezium'@'%';
