-- lives; 1 when the server knew another life, quiet, short, then each life and for how many ms the server has known it
-- -> for each {ms since it was first met, 1 when it began short, for how many ms a server has known it}
-- The first number goes by this clock, which may be set. The last one was measured by servers, whose timers nobody sets.
local quiet, short = tonumber(ARGV[2]), tonumber(ARGV[3])
-- Nobody remembers an earlier life: a new Redis. It is quiet for a short time only, unless somebody does remember.
local fresh = ARGV[1] == '0' and redis.call('HLEN', KEYS[1]) == 0
local out = {}
for i = 4, #ARGV, 2 do
  local v = redis.call('HGET', KEYS[1], ARGV[i])
  local began = v and tonumber(string.match(v, '^%d+')) or fresh and math.min(now - quiet + short, now) or now
  local isShort = v and string.sub(v, -2) == ':s' or not v and fresh
  local known = math.max(tonumber(v and string.match(v, ':k(%d+)') or '0'), tonumber(ARGV[i + 1]))
  if began > now or (ARGV[1] == '1' and isShort) then began, isShort = now, false end
  local note = began .. (known > 0 and ':k' .. known or '') .. (isShort and ':s' or '')
  if note ~= v then redis.call('HSET', KEYS[1], ARGV[i], note) end
  out[#out + 1] = now - began
  out[#out + 1] = isShort and 1 or 0
  out[#out + 1] = known
end
redis.call('PEXPIRE', KEYS[1], 2592000000)
return out
