CREATE TABLE IF NOT EXISTS event_projection (
  name       VARCHAR(100) NOT NULL PRIMARY KEY,
  position   BIGINT       NOT NULL CHECK (position >= 0),
  state      VARCHAR(20)  NOT NULL,
  to_reset   BOOLEAN      NOT NULL,
  error      VARCHAR(2000),
  updated_at DATETIME(6)  NOT NULL,
  owner      VARCHAR(64),
  token      BIGINT       NOT NULL,
  expires_at DATETIME(6)  NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;
