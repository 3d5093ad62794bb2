-- lives; 1 when the server knew another life, quiet, short, lives ... -> for each {ms since it began, 1 when it began short}
local quiet, short = tonumber(ARGV[2]), tonumber(ARGV[3])
-- Nobody remembers an earlier life: a new Redis. It is quiet for a short time only, unless somebody does remember.
local fresh = ARGV[1] == '0' and redis.call('HLEN', KEYS[1]) == 0
local out = {}
for i = 4, #ARGV do
  local v = redis.call('HGET', KEYS[1], ARGV[i])
  local before = v
  if not v then
    v = fresh and math.min(now - quiet + short, now) .. ':s' or now .. ''
  elseif tonumber(string.match(v, '^%d+')) > now or (ARGV[1] == '1' and string.sub(v, -2) == ':s') then
    v = now .. ''
  end
  if v ~= before then redis.call('HSET', KEYS[1], ARGV[i], v) end
  out[#out + 1] = now - tonumber(string.match(v, '^%d+'))
  out[#out + 1] = string.sub(v, -2) == ':s' and 1 or 0
end
redis.call('PEXPIRE', KEYS[1], 2592000000)
return out
