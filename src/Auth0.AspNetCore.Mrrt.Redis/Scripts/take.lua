-- session; holder, attempt, lease, grace, the life that the server knows -> {0, ms at most} or {1, g, r, ended, until, life or ''}
local s = redis.call('HMGET', KEYS[1], 'h', 'l', 'd', 'a', 'g', 'r', 'x', 'u')
local lease, grace = tonumber(ARGV[3]), tonumber(ARGV[4])
if s[1] and s[1] ~= ARGV[1] then
  local left, longest = tonumber(s[2]) - now, tonumber(s[3])
  if left > longest then
    -- The clock went back. Nobody holds a lease for longer than was agreed.
    left = longest
    redis.call('HSET', KEYS[1], 'l', now + left)
  end
  if left > 0 then return {0, left + grace} end
  -- Who finds a lease over first notes it. A holder that comes back within the grace goes on: this server may have stood still.
  local seen = tonumber(s[4] or '0')
  if seen == 0 or seen > now then
    redis.call('HSET', KEYS[1], 'a', now)
    return {0, grace}
  end
  if seen + grace > now then return {0, seen + grace - now} end
end
redis.call('HSET', KEYS[1], 'h', ARGV[1], 'i', ARGV[2], 'l', now + lease, 'd', lease)
redis.call('HDEL', KEYS[1], 'a')
keep(KEYS[1], now)
return {1, s[5] or '0', s[6] or '', s[7] and 1 or 0, tonumber(s[8] or '0'), life == ARGV[5] and '' or life}
