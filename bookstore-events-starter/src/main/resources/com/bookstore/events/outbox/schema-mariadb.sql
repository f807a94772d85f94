CREATE TABLE IF NOT EXISTS outbox (
  seq           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id            VARCHAR(100)             NOT NULL,
  aggregatetype VARCHAR(249)             NOT NULL,
  aggregateid   LONGTEXT                     NOT NULL,
  type          VARCHAR(255)             NOT NULL,
  headers       LONGTEXT,
  payload       LONGBLOB                    NOT NULL,
  partition_no  INTEGER                  NOT NULL,
  created_at    DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6))
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
CREATE TABLE IF NOT EXISTS outbox_parked (
  seq           BIGINT                   NOT NULL PRIMARY KEY,
  id            VARCHAR(100)             NOT NULL,
  aggregatetype VARCHAR(249)             NOT NULL,
  aggregateid   LONGTEXT                     NOT NULL,
  type          VARCHAR(255)             NOT NULL,
  headers       LONGTEXT,
  payload       LONGBLOB                    NOT NULL,
  partition_no  INTEGER                  NOT NULL,
  created_at    DATETIME(6) NOT NULL,
  parked_at     DATETIME(6) NOT NULL,
  cause         VARCHAR(2000)            NOT NULL,
  INDEX outbox_parked_idx_key (partition_no, aggregatetype, aggregateid(255))
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
CREATE TABLE IF NOT EXISTS outbox_partition (
  partition_no INTEGER                  NOT NULL PRIMARY KEY,
  owner        VARCHAR(64),
  token        BIGINT                   NOT NULL,
  expires_at   DATETIME(6) NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
CREATE TABLE IF NOT EXISTS outbox_relay (
  owner      VARCHAR(64)              NOT NULL PRIMARY KEY,
  expires_at DATETIME(6) NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
CREATE TABLE IF NOT EXISTS outbox_lock (
  partition_no INTEGER NOT NULL PRIMARY KEY
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
