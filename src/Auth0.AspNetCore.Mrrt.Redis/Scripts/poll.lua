-- ends by moment, ends by until; heard until, overlap, long overlap, most, the life that the server knows or '', highest moment
-- -> {now, from, life, lowest moment or '', session, until, session, until ...}, newest first
local heard, overlap = tonumber(ARGV[1]), tonumber(ARGV[2])
-- After the clock went back, or another server took over, moments may be earlier than they should be.
if heard > now or (ARGV[5] ~= '' and ARGV[5] ~= life) then overlap = tonumber(ARGV[3]) end
local from = math.max(math.min(heard, now) - overlap, 0)
local ids = redis.call('ZREVRANGEBYSCORE', KEYS[1], ARGV[6], from, 'LIMIT', 0, ARGV[4])
local out = {now, from, life, #ids > 0 and redis.call('ZSCORE', KEYS[1], ids[#ids]) or ''}
for _, id in ipairs(ids) do
  out[#out + 1] = id
  out[#out + 1] = redis.call('ZSCORE', KEYS[2], id) or '0'
end
return out
