-- ends by moment, ends by until; heard until, overlap, long overlap, most, the life that the server knows or '', highest moment,
-- how many of that moment to leave out -> {now, from, life, highest moment of the next page or '', how many of it to leave out,
-- session, until, session, until ...}, newest first
local heard, overlap = tonumber(ARGV[1]), tonumber(ARGV[2])
-- After the clock went back, or another server took over, moments may be earlier than they should be.
if heard > now or (ARGV[5] ~= '' and ARGV[5] ~= life) then overlap = tonumber(ARGV[3]) end
local from = math.max(math.min(heard, now) - overlap, 0)
local found = redis.call('ZREVRANGEBYSCORE', KEYS[1], ARGV[6], from, 'WITHSCORES', 'LIMIT', ARGV[7], ARGV[4])
local out = {now, from, life, '', 0}
if #found == 2 * tonumber(ARGV[4]) then
  local lowest, same = found[#found], 0
  for i = #found, 2, -2 do
    if found[i] ~= lowest then break end
    same = same + 1
  end
  out[4] = lowest
  out[5] = lowest == ARGV[6] and same + tonumber(ARGV[7]) or same
end
for i = 1, #found, 2 do
  out[#out + 1] = found[i]
  out[#out + 1] = redis.call('ZSCORE', KEYS[2], found[i]) or '0'
end
return out
