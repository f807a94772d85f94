-- Deletes each of KEYS that is held by its token, or ends its lease if that resumed an earlier claim. ARGV: retention in
-- ms; then per key token. Returns how many.
local count = 0
for i, key in ipairs(KEYS) do
  local value = redis.call('GET', key)
  local found = value and cmsgpack.unpack(value)
  if found and found[4] == ARGV[i + 1] and not found[6] then
    if found[3] == found[4] then
      redis.call('DEL', key)
    else
      found[5] = 0
      redis.call('SET', key, cmsgpack.pack(found), 'PX', ARGV[1])
    end
    count = count + 1
  end
end
return count
