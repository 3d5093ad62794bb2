-- Generations are compared as text: Lua's numbers are exact up to 2^53 only.
local function newer(a, b)
  return #a > #b or (#a == #b and a > b)
end
