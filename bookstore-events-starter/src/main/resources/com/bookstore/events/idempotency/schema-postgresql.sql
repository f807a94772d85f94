CREATE TABLE IF NOT EXISTS idempotency_claim (
  idempotency_key VARCHAR(255) COLLATE "C" NOT NULL PRIMARY KEY,
  fingerprint     VARCHAR(128)             NOT NULL,
  event           VARCHAR(8000)            NOT NULL,
  first_token     VARCHAR(64)              NOT NULL,
  token           VARCHAR(64)              NOT NULL,
  outcome         VARCHAR(4000),
  lease_until     TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at      TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS idempotency_claim_idx_expires ON idempotency_claim (expires_at);
