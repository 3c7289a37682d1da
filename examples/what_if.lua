-- what_if.lua - canbao from stock lua5.4: decide a roster, ask what if, sweep one amount. Run it in a build tree with
--   LUA_PATH='build/lua/?.lua;;' LUA_CPATH='build/lua/?.so;;' lua5.4 examples/what_if.lua

local canbao = require "canbao"
local day = "2023-03-01"
local roster = canbao.policy("lingbi/2023"):roster "examples/lingbi_2023.csv"

-- Everyone decided.
local summary = roster:summary(day)
print(("%d residents, %d enrolled, %d cases; the funds pay %s yuan"):format(summary.residents, summary.enrolled, summary.cases,
  canbao.yuan(summary.enrolled_sums.subsidy)))

-- What if the aid for people on the minimum-income scheme were 330 yuan?
local what = roster:whatif { day = day, set = "三（二）2.subsidy=330" }
print(("aid at 330: %s yuan more, %d better off, %d worse off"):format(canbao.yuan(what:figure("cost").difference),
  what:counts().better, what:counts().worse))
local largest = what:transitions()[1]
for _, change in ipairs(largest.changes) do
  print(("  %d residents: %s %s -> %s"):format(largest.residents, change.effect, change.before, change.after))
end
local row, first = what:residents()(nil, 0)
print(("  the first of them is on row %d and pays %s instead of %s"):format(row, canbao.yuan(first.after.personal_due),
  canbao.yuan(first.before.personal_due)))

-- A sweep is a loop. The base is decided once; the proof that no scenario reached it comes once, at the end.
for premium = 350, 400, 25 do
  local at <close> = roster:whatif { day = day, set = ("三（二）.premium=%d"):format(premium), prove = false }
  print(("premium %d: residents pay %s yuan more"):format(premium, canbao.yuan(at:figure("personal_due").difference)))
end
print(what:proof().same_decisions and "and the base is what it was")

-- A name that is none is an error that says where and what to do.
local fine, problem = pcall(roster.whatif, roster, { day = day, set = "三（二）2.subsidi=330" })
print(fine, problem.status, problem.message)
