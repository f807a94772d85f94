CREATE TABLE IF NOT EXISTS inbox (
  consumer   VARCHAR(255) NOT NULL,
  event_id   VARCHAR(100) NOT NULL,
  handled_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (consumer, event_id),
  INDEX inbox_idx_handled (handled_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;
