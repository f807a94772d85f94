CREATE TABLE IF NOT EXISTS dead_letter (
  id               BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  fingerprint      VARCHAR(64) NOT NULL UNIQUE,
  consumer_group   VARCHAR(255) NOT NULL,
  topic            VARCHAR(249) NOT NULL,
  partition_no     INTEGER NOT NULL,
  offset_no        BIGINT NOT NULL,
  record_timestamp BIGINT NOT NULL,
  dlt_topic        VARCHAR(249) NOT NULL,
  dlt_partition    INTEGER NOT NULL,
  dlt_offset       BIGINT NOT NULL,
  record_key       VARCHAR(500),
  key_bytes        LONGBLOB,
  type             VARCHAR(255),
  event_id         VARCHAR(100),
  payload          LONGBLOB,
  value_size       INTEGER NOT NULL,
  arrived_payload  LONGBLOB,
  headers          LONGBLOB NOT NULL,
  death_headers    LONGBLOB NOT NULL,
  cause_class      VARCHAR(255) NOT NULL,
  cause_message    VARCHAR(1000) NOT NULL,
  cause_trace      LONGTEXT NOT NULL,
  stored_at        DATETIME(6) NOT NULL,
  INDEX dead_letter_idx_source (topic, partition_no, consumer_group, offset_no),
  INDEX dead_letter_idx_group (cause_class, topic, id),
  INDEX dead_letter_idx_key (record_key)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;
CREATE TABLE IF NOT EXISTS dead_letter_state (
  letter_id   BIGINT NOT NULL PRIMARY KEY,
  status      VARCHAR(10) NOT NULL,
  attempts    INTEGER NOT NULL,
  replays     INTEGER NOT NULL,
  died_replay INTEGER NOT NULL,
  changed_at  DATETIME(6) NOT NULL,
  history     LONGTEXT NOT NULL,
  INDEX dead_letter_state_idx_status (status, letter_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;
CREATE TABLE IF NOT EXISTS dead_letter_lease (
  scope      VARCHAR(64) NOT NULL PRIMARY KEY,
  owner      VARCHAR(64) NOT NULL,
  expires_at DATETIME(6) NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;
