-- Claims each of KEYS. ARGV: lease in ms; lease and retention in ms; then per key the value to keep if it is new.
-- Returns per key: nil if it is granted and was new; else what is kept, and ms until the lease ends.
--
-- A value is lines: 0, or 1 if it is confirmed, and the first token; the token; the retention in ms; the fingerprint; the
-- event; the outcome. A key expires at the end of its lease and the retention, so that its lease ends when it has the
-- retention to live.
local function lines(value)
  local first = string.find(value, '\n', 1, true)
  local token = string.find(value, '\n', first + 1, true)
  local retention = string.find(value, '\n', token + 1, true)
  local fingerprint = string.find(value, '\n', retention + 1, true)
  return first, token, retention, fingerprint
end

local result = {}
for i, key in ipairs(KEYS) do
  local asked = ARGV[i + 2]
  if redis.call('SET', key, asked, 'NX', 'PX', ARGV[2]) then
    result[i] = false
  else
    local kept = redis.call('GET', key)
    local first, token, retention, fingerprint = lines(kept)
    local left = redis.call('PTTL', key) - tonumber(string.sub(kept, token + 1, retention - 1))
    if left <= 0 and string.sub(kept, 1, 1) == '0' then
      local askedFirst, _, askedRetention, askedFingerprint = lines(asked)
      if string.sub(kept, retention, fingerprint) == string.sub(asked, askedRetention, askedFingerprint) then
        kept = string.sub(kept, 1, first) .. string.sub(asked, askedFirst + 1, askedRetention - 1)
          .. string.sub(kept, retention)
        redis.call('SET', key, kept, 'PX', ARGV[2])
        left = tonumber(ARGV[1])
      end
    end
    result[i] = {kept, left}
  end
end
return result
