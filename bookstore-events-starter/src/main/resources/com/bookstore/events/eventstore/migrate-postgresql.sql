-- Copies events from a table of the columns id, aggregate_id, aggregate_type, event_type, event_data, event_version, timestamp,
-- correlation_id, after it was renamed to event_store_before and schema-postgresql.sql was run. Its timestamps are in UTC.
INSERT INTO event_store (aggregate_type, aggregate_id, event_version, event_type, event_id, event_data, metadata, timestamp,
  correlation_id)
SELECT aggregate_type, CAST(aggregate_id AS VARCHAR),
  ROW_NUMBER() OVER (PARTITION BY aggregate_type, aggregate_id ORDER BY event_version, id), event_type,
  COALESCE(CAST(event_data AS JSON) ->> 'eventId', CONCAT('stored-', id)), CAST(CAST(event_data AS TEXT) AS JSON),
  '{"version":"1.0"}', CAST(timestamp AS TIMESTAMP) AT TIME ZONE 'UTC', COALESCE(correlation_id, CONCAT('stored-', id))
FROM event_store_before ORDER BY id;
