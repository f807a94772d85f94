-- Copies events from a table of the columns id, aggregate_id, aggregate_type, event_type, event_data, event_version, timestamp,
-- correlation_id, after it was renamed to event_store_before and schema-mysql.sql was run. Its timestamps are in UTC.
INSERT INTO event_store (aggregate_type, aggregate_id, event_version, event_type, event_id, event_data, metadata, timestamp,
  correlation_id)
SELECT aggregate_type, aggregate_id,
  ROW_NUMBER() OVER (PARTITION BY aggregate_type, aggregate_id ORDER BY event_version, id), event_type,
  COALESCE(JSON_VALUE(event_data, '$.eventId'), CONCAT('stored-', id)), event_data,
  '{"version":"1.0"}', timestamp, COALESCE(correlation_id, CONCAT('stored-', id))
FROM event_store_before ORDER BY id;
