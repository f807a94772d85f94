-- Claims each of KEYS. ARGV: lease and retention in ms; then per key fingerprint, event, token.
-- Returns per key: nil if it is granted and was new; else fingerprint, event, first token, token, outcome, ms until the
-- lease ends.
-- A value is an array: fingerprint, event, first token, token, when the lease ends, outcome or false.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = tonumber(ARGV[1])
local kept = string.format('%.0f', lease + tonumber(ARGV[2]))
local result = {}
for i, key in ipairs(KEYS) do
  local fingerprint, event, token = ARGV[i * 3], ARGV[i * 3 + 1], ARGV[i * 3 + 2]
  local new = cmsgpack.pack({fingerprint, event, token, token, now + lease, false})
  if redis.call('SET', key, new, 'NX', 'PX', kept) then
    result[i] = false
  else
    local found = cmsgpack.unpack(redis.call('GET', key))
    if found[1] == fingerprint and not found[6] and found[5] <= now then
      found[4] = token
      found[5] = now + lease
      redis.call('SET', key, cmsgpack.pack(found), 'PX', kept)
    end
    result[i] = {found[1], found[2], found[3], found[4], found[6], string.format('%.0f', found[5] - now)}
  end
end
return result
