-- ends by moment, ends by until; session, until -> 1
-- One that is remembered for longer than before is listed anew: who has heard of it has to hear of that as well.
local known = redis.call('ZSCORE', KEYS[2], ARGV[1])
if not known or tonumber(known) < tonumber(ARGV[2]) then
  redis.call('ZADD', KEYS[1], now, ARGV[1])
  redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
end
keep(KEYS[1], ARGV[2])
keep(KEYS[2], ARGV[2])
return 1
