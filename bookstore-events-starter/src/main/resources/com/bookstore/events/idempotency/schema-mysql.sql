CREATE TABLE IF NOT EXISTS idempotency_claim (
  idempotency_key VARCHAR(255) NOT NULL PRIMARY KEY,
  fingerprint     VARCHAR(128) NOT NULL,
  event           TEXT         NOT NULL,
  first_token     VARCHAR(64)  NOT NULL,
  token           VARCHAR(64)  NOT NULL,
  outcome         TEXT,
  lease_until     DATETIME(6)  NOT NULL,
  expires_at      DATETIME(6)  NOT NULL,
  INDEX idempotency_claim_idx_expires (expires_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;
