local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
-- A key lives an hour longer than the latest moment in it, so that the servers' clocks need not agree with this one.
local function keep(key, ms)
  local left = math.max(tonumber(ms) + 3600000 - now, 1000)
  if redis.call('PTTL', key) < left then redis.call('PEXPIRE', key, left) end
end
