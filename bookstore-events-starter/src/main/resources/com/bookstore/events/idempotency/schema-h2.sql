CREATE TABLE IF NOT EXISTS idempotency_claim (
  idempotency_key CHARACTER VARYING(255)      NOT NULL PRIMARY KEY,
  fingerprint     CHARACTER VARYING(128)      NOT NULL,
  event           CHARACTER VARYING(8000)     NOT NULL,
  first_token     CHARACTER VARYING(64)       NOT NULL,
  token           CHARACTER VARYING(64)       NOT NULL,
  outcome         CHARACTER VARYING(4000),
  lease_until     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  expires_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS idempotency_claim_idx_expires ON idempotency_claim (expires_at);
