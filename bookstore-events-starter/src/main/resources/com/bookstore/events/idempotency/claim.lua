-- Claims each of KEYS. ARGV: lease and retention in ms; then per key fingerprint, event, token.
-- Returns per key: fingerprint, event, first token, token, outcome, ms until the lease ends.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = tonumber(ARGV[1])
local kept = lease + tonumber(ARGV[2])
local result = {}
for i, key in ipairs(KEYS) do
  local fingerprint, event, token = ARGV[i * 3], ARGV[i * 3 + 1], ARGV[i * 3 + 2]
  local found = redis.call('HMGET', key, 'fingerprint', 'event', 'first', 'token', 'outcome', 'lease')
  local free = found[1] == fingerprint and not found[5] and tonumber(found[6]) <= now
  if not found[1] then
    found = {fingerprint, event, token, token, false, 0}
    free = true
  end
  if free then
    found[4] = token
    found[6] = now + lease
    redis.call('HSET', key, 'fingerprint', found[1], 'event', found[2], 'first', found[3], 'token', token,
      'lease', string.format('%.0f', found[6]))
    redis.call('PEXPIRE', key, string.format('%.0f', kept))
  end
  for field = 1, 5 do
    result[#result + 1] = found[field]
  end
  result[#result + 1] = string.format('%.0f', tonumber(found[6]) - now)
end
return result
