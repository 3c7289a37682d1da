-- meta.lua - writes the LuaCATS definitions that let an editor complete and check rule scripts. Fields, effects and
-- measures come from their one declaration; the words' signatures are below and are checked against the words' source.

local function read(path)
  local file = assert(io.open(path, "r"))
  local text = file:read "a"
  file:close()
  return text
end

-- A value that stands for whatever the programme asks of its host.
local anything = setmetatable({}, {})
getmetatable(anything).__index = function () return anything end
getmetatable(anything).__call = function () return anything end

local fields = {}
local function field(name)
  return function (t)
    t.name = name
    fields[#fields + 1] = t
  end
end
assert(loadfile("rules/fields.lua", "t", { field = field }))()
local programme = assert(loadfile("engine/lua/resident_insurance.lua", "t", _ENV))(anything)

local types = { text = "string", coded = "string", label = "string", labels = "nil", place = "Place", flag = "boolean", date = "Date",
  money = "Money", number = "integer", days = "Days" }

local words = [[
---@meta
-- Made by `make meta`; edit rules/fields.lua and engine/lua instead.

---@class Date
---@operator add(Days|Months): Date
---@operator sub(Days|Months): Date
---@class Money
---@operator add(Money): Money
---@operator sub(Money): Money
---@operator mul(integer|Ratio): Money
---@class Days
---@class Months
---@class Ratio
---@class Place
---@alias Guard fun(r: Resident, e: Effects): boolean?

---@return Date
function Date:first_of_month() end
---@return Date
function Date:last_of_month() end
---@return Date
function Date:first_of_next_month() end
---@return integer
function Date:year() end
---@return integer
function Date:month() end
---@return integer
function Date:day() end
---@param how "up"|"down"|"half_up"|"half_even"
---@param unit? Money
---@return Money
function Money:rounded(how, unit) end
---@param a integer
---@param b integer
---@return Money, Money
function Money:split(a, b) end
---@param place string|Place
---@return boolean
function Place:within(place) end

---@type Place
here = nil
---@type Money
full = nil

---@param amount integer|string
---@return Money
function yuan(amount) end
---@param amount integer
---@return Money
function fen(amount) end
---@param day string
---@return Date
function date(day) end
---@param n integer
---@return Days
function days(n) end
---@param n integer
---@return Months
function months(n) end
---@param n integer
---@return Months
function years(n) end
---@param n integer
---@return Ratio
function percent(n) end
---@param a integer
---@param b integer
---@return Ratio
function ratio(a, b) end
---@param a Money
---@param b Money
---@return Money
function least(a, b) end
---@param a Money
---@param b Money
---@return Money
function most(a, b) end
---@param a Date
---@param b Date
---@return Date
function earlier(a, b) end
---@param a Date
---@param b Date
---@return Date
function later(a, b) end

---@param label string
---@return Guard
function is(label) end
---@param members (string|Guard)[]
---@return Guard
function any(members) end
---@param members (string|Guard)[]
---@return Guard
function all(members) end
---@param members (string|Guard)[]
---@return Guard
function none(members) end
---@param from Date
---@param span Days|Months
---@param counting? "civil_code"|"start_day_counts"|"from_month"|"from_next_month"
---@return Date
function last_day(from, span, counting) end
---@param birth Date
---@param day Date
---@return integer
function age_on(birth, day) end
---@param birth Date
---@param years integer
---@param day Date
---@return boolean
function age_at_least(birth, years, day) end

---@param t table
function policy(t) end
---@param field string
---@return fun(list: string[])
function labels(field) end
---@param name string
---@return fun(t: table)
function field(name) end
---@param name string
---@return fun(t: table)
function effect(name) end
---@param effect string
---@return table
function every(effect) end
---@param number string
---@return fun(gist: string): fun(body: Article)
function article(number) end
---@param effect string
---@return fun(t: table)
function combine(effect) end
---@param number string
---@return fun(title: string): fun(reading: string): fun(options: table)
function doubt(number) end
---@param number string
---@return fun(text: string): fun(values: table)
function agrees(number) end
---@param number string
---@return fun(t: table)
function targets(number) end
---@param number string
---@return fun(gist: string): fun(body: HouseholdMeasures)
function household(number) end
---@param number string
---@return fun(gist: string): fun(body: TownshipMeasures)
function township(number) end
---@param number string
---@return fun(gist: string): fun(body: CountyMeasures)
function county(number) end
---@param title string
function scenario(title) end
---@param number string
---@return fun(body: Article)
function set(number) end
---@param number string
function drop(number) end
---@param number string
---@return fun(gist: string): fun(body: Article)
function replace(number) end
---@param name string
function also(name) end
---@param rules string|string[]
function meant_for(rules) end
---@param number string
---@return Guard
function guard_of(number) end
---@param gates string|string[]
function expect(gates) end
---@param text string
---@return fun(rate: Ratio)
function assume(text) end
]]

-- A word of words.lua or scenario.lua that has no signature here, or the reverse, stops the run.
local declared, spoken = {}, {}
local source = read "engine/lua/words.lua" .. read("engine/lua/scenario.lua"):gsub("\n  ", "\n")
for list in source:gmatch "\n([W%.%a_, ]*W%.[%a_]+) = " do
  for name in list:gmatch "W%.([%a_]+)" do declared[name] = true end
end
for name in source:gmatch "\nfunction W%.([%a_]+)%(" do declared[name] = true end
for name in read("engine/lua/guards.lua"):gmatch "\nfunction words%.([%a_]+)%(" do declared[name] = true end
for name in words:gmatch "\nfunction ([%l_]+)%(" do spoken[name] = true end
local amounts = { "yuan", "fen", "date", "days", "months", "years", "percent", "ratio", "least", "most", "earlier", "later" }
for _, name in ipairs(amounts) do declared[name] = true end
for name in pairs(declared) do assert(spoken[name], "scripts/meta.lua lacks the word " .. name) end
for name in pairs(spoken) do assert(declared[name], "scripts/meta.lua has a word that is none: " .. name) end

local out = { words }
local function add(...) out[#out + 1] = string.format(...) end

add "\n---@class Resident\n---@field as_of Date day of the question\n---@field has fun(self: Resident, label: string): boolean\n"
for _, f in ipairs(fields) do
  if f.type ~= "labels" then
    local kind = types[f.type]
    if f.type == "label" then kind = '"' .. table.concat(f.labels, '"|"') .. '"' end
    local optional = f.blank == "none" and f.type ~= "flag" and "?" or ""
    add("---@field %s %s%s %s\n", f.name, kind, optional, f.title)
  end
end
add "\n---@class Effects\n"
for _, e in ipairs(programme.effects) do add("---@field %s %s? %s\n", e.name, types[e.type], e.title) end
add "\n---@class Article\n---@field when? Guard\n---@field overrides? string|table\n---@field pays? Money\n---@field share? Ratio\n"
for _, e in ipairs(programme.effects) do
  add("---@field %s? %s|fun(r: Resident, e: Effects): %s?\n", e.name, types[e.type], types[e.type])
end
for _, level in ipairs { "household", "township", "county" } do
  add("\n---@class %sMeasures\n", level:gsub("^%l", string.upper))
  for _, m in ipairs(programme.measures) do
    if m.level == level then add("---@field %s? fun(t: table): %s %s\n", m.name, types[m.type], m.title) end
  end
end
io.write(table.concat(out))
