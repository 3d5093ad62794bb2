-- session; holder, generation read, next generation, record, expires
-- -> {1 kept} {2 kept after the end} {3 moved on, g, r, ended, until} {4 another holds it, g, '', ended, until}
local s = redis.call('HMGET', KEYS[1], 'h', 'g', 'r', 'x', 'u', 'k')
local g, read, after = s[2] or '0', ARGV[2], ARGV[3]
local mine = s[1] == ARGV[1]
local function free()
  if mine then redis.call('HDEL', KEYS[1], 'h', 'i', 'l', 'd', 'a') end
end
if g == after and s[3] == ARGV[4] then
  -- It had arrived, and its answer had not.
  free()
  return {s[4] and 2 or 1}
end
if newer(g, read) or not newer(after, g) then
  free()
  return {3, g, s[3] or '', s[4] and 1 or 0, tonumber(s[5] or '0')}
end
-- Also when that lease is over: its holder may be alive, and is heard first. A lower generation than the one read means
-- that this server has lost writes: the newest one is kept.
if s[1] and not mine then return {4, g, '', s[4] and 1 or 0, tonumber(s[5] or '0')} end
redis.call('HSET', KEYS[1], 'g', ARGV[3], 'r', ARGV[4], 'k', math.max(tonumber(s[6] or '0'), tonumber(ARGV[5])))
free()
keep(KEYS[1], ARGV[5])
return {s[4] and 2 or 1}
