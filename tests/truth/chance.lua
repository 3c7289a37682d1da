-- chance.lua - random numbers that are the same on every machine for the same seed, and choices made with them.

local chance = {}
chance.__index = chance

function chance.new(seed)
  local self = setmetatable({ state = (seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) | 1 }, chance)
  for _ = 1, 4 do self:next() end
  return self
end

function chance:next() -- xorshift64
  local x = self.state
  x = x ~ (x << 13)
  x = x ~ (x >> 7)
  x = x ~ (x << 17)
  self.state = x
  return x >> 1
end

--- A whole number from low to high.
function chance:number(low, high) return low + self:next() % (high - low + 1) end

--- True in `percent` of 100.
function chance:happens(percent) return self:next() % 100 < percent end

function chance:one_of(list) return list[self:number(1, #list)] end

--- One of a list of { weight, … }.
function chance:weighted(list)
  local total = 0
  for _, entry in ipairs(list) do total = total + entry[1] end
  local at = self:next() % total
  for _, entry in ipairs(list) do
    at = at - entry[1]
    if at < 0 then return entry end
  end
end

return chance
