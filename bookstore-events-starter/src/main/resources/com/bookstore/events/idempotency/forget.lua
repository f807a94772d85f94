-- Deletes each of KEYS that is held by its token, or ends its lease if that resumed an earlier claim. ARGV: per key token.
-- Returns how many.
local count = 0
for i, key in ipairs(KEYS) do
  local value = redis.call('GET', key)
  local first = value and string.find(value, '\n', 1, true)
  local token = first and string.find(value, '\n', first + 1, true)
  if token and string.sub(value, 1, 1) == '0' and string.sub(value, first + 1, token - 1) == ARGV[i] then
    if string.sub(value, 2, first - 1) == ARGV[i] then
      redis.call('DEL', key)
    else
      local retention = string.find(value, '\n', token + 1, true)
      redis.call('PEXPIRE', key, string.sub(value, token + 1, retention - 1))
    end
    count = count + 1
  end
end
return count
