-- script_generator.lua - a random rule script from a seed: random articles, guards, overrides, combinations, effects on
-- effects. A script is a tree, so that shrink.lua can take it apart: a node has its kind and its parts, texts and nodes;
-- nodes marked `optional` may be left out.

local chance = require "tests.truth.chance"
local grammar = require "tests.truth.grammar"

local generator = {}

-- ---- trees ----

function generator.text(node)
  if type(node) == "string" then return node end
  local out = {}
  for i, part in ipairs(node.parts) do out[i] = generator.text(part) end
  return table.concat(out)
end

local function node(kind, optional, ...) return { kind = kind, optional = optional, parts = { ... } } end

-- How deep a production must at least go: 0 where it holds no other kind.
local least_depth = {}
local function depth_of(template)
  local deepest = 0
  for name in template:gmatch "<([%w_]+)>" do
    if grammar[name] then deepest = math.max(deepest, 1 + (least_depth[name] or 1000)) end
  end
  return deepest
end
for _ = 1, 10 do
  for kind, productions in pairs(grammar) do
    for _, p in ipairs(productions) do
      p.depth = depth_of(p[2])
      least_depth[kind] = math.min(least_depth[kind] or 1000, p.depth)
    end
  end
end

-- ---- words: what stands in a template and is no kind ----

local words = {}
local orders = { "<", "<=", ">", ">=" }

function words.label(g) return g.random:one_of(g.labels) end
function words.order(g) return g.random:happens(8) and g.random:one_of { "==", "~=" } or g.random:one_of(orders) end
function words.small(g) return tostring(g.random:number(1, 6)) end
-- One that every field of numbers may be: to be equal to another is refused.
function words.grade(g) return tostring(g.random:number(1, 6) % 4 + 1) end
-- Calls that wait for one another: few, and nearly as many as may.
function words.depth(g) return tostring(g.random:happens(70) and g.random:number(1, 30) or g.random:number(80, 95)) end
-- Pieces of some three kilobytes that a rule holds: of them, 20,000 are as many as may be.
function words.held(g) return tostring(g.random:number(1, 2000)) end
function words.far(g) return tostring(g.random:one_of { 150, 250, 277, 300, -200, -223 }) end
function words.span(g) return tostring(g.random:one_of { 30, 60, 90, 180, 365, -30, 0, 1000 }) end
function words.years(g) return tostring(g.random:one_of { 6, 14, 16, 18, 60, 65, 80 }) end
function words.share(g)
  return g.random:happens(70) and ("percent(%d)"):format(g.random:one_of { 10, 25, 30, 50, 75, 100, 33, 7 })
    or ("ratio(%d, %d)"):format(g.random:number(1, 9), g.random:one_of { 3, 7, 10 })
end
function words.unit(g) return g.random:one_of { "yuan(1)", "fen(1)", "fen(10)", "yuan(10)", "yuan(100)" } end
function words.rounding(g) return g.random:one_of { "up", "down", "half_up", "half_even" } end
function words.counting(g) return g.random:one_of { "civil_code", "start_day_counts", "from_month", "from_next_month" } end
function words.place(g) return g.random:one_of { "安徽省", "试县", "试州", "990001", "别县|9902" } end
function words.text_constant(g) return g.random:one_of { "甲", "乙", "救助资金", "县民政局", "其他" } end
function words.coded_text(g) return g.random:one_of { "东镇", "西镇街道", "银行", "窗口" } end
function words.day_constant(g) return g.random:one_of(g.days) end
function words.money_constant(g) return g.random:one_of(g.amounts) end
function words.shared_guard(g) return #g.shared > 0 and g.random:one_of(g.shared) or 'is "' .. words.label(g) .. '"' end

-- <date_field> and the like: a field of that type; <label_field_is>: one with one of its labels.
for _, type in ipairs { "flag", "date", "money", "number", "label", "coded", "text", "place" } do
  words[type .. "_field"] = function (g) return g.random:one_of(g.fields[type]).name end
end
function words.label_field_is(g)
  local f = g.random:one_of(g.fields.label)
  return ('%s == "%s"'):format(f.name, g.random:one_of(f.labels))
end

-- <read_money> and the like: an effect that may be read here, of that type.
local function read(g, type)
  local list = {}
  for _, e in ipairs(g.effects) do
    if e.type == type and e.rank < g.below then list[#list + 1] = e.name end
  end
  return #list > 0 and g.random:one_of(list) or nil
end
local function reader(type, constant)
  return function (g)
    local name = read(g, type)
    if not name then return g.random:one_of(constant(g)) end
    return g.random:happens(90) and ("(e.%s or %s)"):format(name, g.random:one_of(constant(g))) or "e." .. name
  end
end
words.read_money = reader("money", function (g) return g.amounts end)
words.read_date = reader("date", function (g) return g.days end)
words.read_flag = reader("flag", function () return { "false", "true" } end)
function words.read_text(g)
  local name = read(g, "text")
  if not name then return "r." .. words.flag_field(g) end
  if name == "status" then return 'e.status == "' .. g.random:one_of { "unpaid", "on_time", "overdue", "not_accepted" } .. '"' end
  return ('e.%s == "%s"'):format(name, words.text_constant(g))
end

-- ---- expanding ----

local function fill(g, kind, production, depth)
  local parts, at = {}, 1
  local template = production[2]
  for from, name, to in template:gmatch "()<([%w_]+)>()" do
    if grammar[name] or words[name] then
      parts[#parts + 1] = template:sub(at, from - 1)
      parts[#parts + 1] = grammar[name] and generator.expand(g, name, depth - 1) or words[name](g)
      at = to
    end
  end
  parts[#parts + 1] = template:sub(at)
  return { kind = kind, parts = parts }
end

function generator.expand(g, kind, depth)
  local list = {}
  for _, p in ipairs(grammar[kind]) do
    local fits = not p.habit or g.habits[p.habit]
    if fits and (p.depth <= depth or p.depth == least_depth[kind]) then list[#list + 1] = p end
  end
  return fill(g, kind, g.random:weighted(list), depth)
end

--- The smallest text of a kind, for shrinking.
function generator.least(kind)
  local g = generator.surroundings(1)
  g.below = 0
  return grammar[kind] and fill(g, kind, grammar[kind][1], 0) or nil
end

-- ---- what a script speaks of ----

-- Effects in an order in which none reads a later one. `fixed`: articles fix it; else the programme's formula does.
local programme_effects = {
  { name = "eligible", type = "flag", fixed = true }, { name = "premium", type = "money", fixed = true },
  { name = "subsidy", type = "money", fixed = true }, { name = "personal_due", type = "money" },
  { name = "fiscal", type = "money", fixed = true }, { name = "deadline", type = "date", fixed = true },
  { name = "regular_deadline", type = "date" }, { name = "opens", type = "date", fixed = true },
  { name = "late", type = "flag", fixed = true }, { name = "status", type = "text" }, { name = "enrolled", type = "flag" },
  { name = "benefit_from", type = "date", fixed = true }, { name = "benefit_to", type = "date", fixed = true },
  { name = "refund", type = "money", fixed = true }, { name = "counted", type = "flag", fixed = true } }

local programme_fields = {
  { "flag", "student" }, { "flag", "residence_permit" }, { "flag", "returning_migrant" }, { "flag", "insured_elsewhere" },
  { "date", "paid_on" }, { "date", "paid_on" }, { "date", "birth_date" }, { "date", "identified_on" },
  { "date", "only_child_certificate_on" }, { "date", "died_on" }, { "date", "employee_insured_from" },
  { "date", "employee_insured_until" }, { "money", "paid_amount" }, { "number", "disability_grade" },
  { "label", "tier", { "高", "低" } }, { "label", "sex", { "男", "女" } },
  { "label", "disability_type", { "视力", "智力", "精神" } }, { "label", "id_type", { "居民身份证", "护照" } },
  { "coded", "town" }, { "coded", "pay_channel" }, { "text", "name" }, { "text", "household_id" },
  { "place", "household_registration" }, { "place", "resides_in" } }

local labels = { "低保对象", "特困人员", "孤儿", "监测人口", "重度残疾人", "重点优抚对象", "返贫致贫人口" }

local function pick(random, list, n)
  local copy, out = { table.unpack(list) }, {}
  for i = 1, math.min(n, #copy) do out[i] = table.remove(copy, random:number(1, #copy)) end
  return out
end

local function each_once(list)
  local seen, out = {}, {}
  for _, item in ipairs(list) do
    if not seen[item] then out[#out + 1] = item end
    seen[item] = true
  end
  return out
end

-- Few constants, used again and again, so that thresholds meet.
local function some_days(random)
  local list = {}
  for i = 1, random:number(2, 6) do
    local year = random:one_of { 2021, 2022, 2022, 2022, 2023, 2023, 2024, 2005, 1962 }
    local month = random:number(1, 12)
    local day = random:one_of { 1, 15, 28, 31, 30, 29 }
    local last = ({ 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 })[month] + ((month == 2 and year % 4 == 0) and 1 or 0)
    list[i] = ('date "%04d-%02d-%02d"'):format(year, month, math.min(day, last))
  end
  return list
end

local function some_amounts(random)
  local list = {}
  for i = 1, random:number(2, 5) do
    list[i] = random:happens(75) and ("yuan(%d)"):format(random:one_of { 0, 1, 50, 80, 175, 270, 300, 350, 380, 610 })
      or random:one_of { 'yuan "285.50"', "fen(1)", "fen(33333)", 'yuan "0.07"', 'yuan "-20"' }
  end
  if random:happens(3) then list[#list + 1] = 'yuan "8000000000000000"' end
  return list
end

function generator.surroundings(seed)
  local random, habits = chance.new(seed), chance.new(-seed)
  local g = { random = random, habits = { tables = habits:happens(9), depth = habits:happens(6), memory = habits:happens(4) },
              days = some_days(random), amounts = some_amounts(random), labels = pick(random, labels, random:number(2, 6)),
              fields = {}, effects = {}, shared = {}, below = 0 }
  for _, f in ipairs(programme_fields) do
    g.fields[f[1]] = g.fields[f[1]] or {}
    table.insert(g.fields[f[1]], { name = f[2], labels = f[3] })
  end
  return g
end

-- ---- declarations ----

local own_field_types = {
  { 2, "flag" }, { 3, "date" }, { 3, "money" }, { 2, "number", ", minimum = 0, maximum = 5" },
  { 2, "label", ', labels = { "甲", "乙", "丙" }' }, { 1, "coded" }, { 1, "text" } }

local function own_fields(g, items)
  for i = 1, g.random:number(0, 3) do
    local entry = g.random:weighted(own_field_types)
    local blank = g.random:happens(50) and "unknown" or "none"
    local name = "own_" .. entry[2] .. i
    items[#items + 1] = node("declaration", true, ('field "%s" { title = "自有%d", headings = { "自有%d" }, type = "%s", blank = "%s"%s }\n')
      :format(name, i, i, entry[2], blank, entry[3] or ""))
    table.insert(g.fields[entry[2]], { name = name, labels = { "甲", "乙", "丙" } })
  end
end

local own_effect_types = { { 3, "flag" }, { 2, "text" }, { 3, "date" }, { 4, "money" } }

-- Own effects stand anywhere among the programme's: read by those after, reading those before.
local function own_effects(g, items)
  for i = 1, g.random:number(0, 4) do
    local type = g.random:weighted(own_effect_types)[2]
    local rank = g.random:number(0, #programme_effects) + 0.5 + i / 100
    local e = { name = "own" .. i, type = type, rank = rank, fixed = true, own = true }
    local more = {}
    if type == "flag" and g.random:happens(50) then more[#more + 1] = (', combine = "%s"'):format(g.random:one_of { "any", "all" }) end
    g.below = rank
    if g.random:happens(10) then more[#more + 1] = ", needed = true" end
    if g.random:happens(25) then
      local constant = { flag = "false", text = '"缺省"', date = g.random:one_of(g.days), money = g.random:one_of(g.amounts) }
      more[#more + 1] = ", default = " .. constant[type]
    elseif g.random:happens(25) then
      more[#more + 1] = node("option", true, ", formula = function (r, e) return ",
        generator.expand(g, ({ flag = "condition", text = "text", date = "day", money = "money" })[type], 3),
        type == "flag" and " and true or false" or "", " end")
    elseif g.random:happens(15) then
      local followed = {}
      for _, other in ipairs(g.effects) do
        if other.fixed and other.rank < rank then followed[#followed + 1] = other.name end
      end
      if #followed > 0 then
        e.follows = g.random:one_of(followed)
        more[#more + 1] = (', follows = "%s"'):format(e.follows)
      end
    end
    items[#items + 1] = node("declaration", true, ('effect "%s" { type = "%s", title = "自有%d", output = true'):format(e.name, type, i),
      node("options", false, table.unpack(more)), " }\n")
    g.effects[#g.effects + 1] = e
  end
end

local function helpers(g, items)
  -- Long loops are rare: each such resident costs the reference its whole limit.
  local long = g.random:happens(4) and g.random:one_of { 200000, 399000, 500000, 1000000 } or g.random:number(1, 40)
  local function helper(text) items[#items + 1] = node("helper", true, text) end
  helper('local LABELS = { "' .. table.concat(g.labels, '", "') .. '" }\n')
  helper("local AMOUNTS = { " .. table.concat(g.amounts, ", ") .. " }\n")
  helper "local function first_of(a) return a end\n"
  helper "local function second_of(_, b) return b end\n"
  helper(([[
local function in_steps(day, amount)
  for i = 1, 12 do
    if day + months(i) > %s then return amount < yuan(i * 30) end
  end
  return false
end
]]):format(g.random:one_of(g.days)))
  helper(([[
local function long_count(yes)
  if not yes then return false end
  local n = 0
  for i = 1, %d do n = n + i %% 3 end
  return n %% 2 == 0
end
]]):format(long))
  if g.habits.tables then
    helper "local function entries_of(t) local n = 0 for _ in pairs(t) do n = n + 1 end return n end\n"
  end
  if g.habits.depth then
    helper [[
local function turned(n, yes)
  if n <= 0 then return yes end
  return (not turned(n - 1, yes))
end
local function at_depth(n, say)
  if n <= 0 then return say() end
  local said = at_depth(n - 1, say)
  return said
end
local function sum_down(n, say)
  if n <= 0 then return say() end
  return 1 + sum_down(n - 1, say)
end
local function by_two(n)
  if n < 2 then return n end
  return by_two(n - 1) + by_two(n - 2)
end
]]
  end
  if g.habits.memory then
    helper(([[
local function hold(n, say)
  local held, answer
  for i = 1, n do
    held = { held, %s }
    if say and i %% 500 == 0 then answer = say() end
  end
  return held ~= nil and answer ~= false
end
local function hold_texts(n)
  local t = {}
  for i = 1, n do t[i] = "计" .. i end
  return t[n] ~= t[1]
end
local function wide(n, ...)
  if n <= 0 then return select("#", ...) > 0 end
  local said = wide(n - 1, %s...)
  return said
end
]]):format(("nil, "):rep(200) .. "n", ("nil, "):rep(40)))
  end
  for i = 1, g.random:number(0, 3) do
    g.below = 0
    local name = "shared" .. i
    items[#items + 1] = node("shared", true, "local " .. name .. " = ", generator.expand(g, "guard", 4), "\n")
    g.shared[#g.shared + 1] = name
  end
end

-- ---- articles ----

local function value_node(g, e, depth)
  local nothing = e.name == "premium" or e.name == "fiscal" or e.name == "deadline"
  local value = generator.expand(g, "value_of_" .. e.type, depth)
  return node("fix", not nothing, e.name .. " = ", value, ", ")
end

local function rank_of(g, name)
  for _, e in ipairs(g.effects) do
    if e.name == name then return e.rank end
  end
end

-- The base every script has: without it everybody is a gap. Now and then one part of it is guarded all the same.
local function base_articles(g, items)
  local random = g.random
  local function base(number, what, percent)
    g.below = 0
    local when = random:happens(percent) and node("when", true, "when = ", generator.expand(g, "guard", 3), ", ") or ""
    items[#items + 1] = node("article", false, ('article "%s" "基本" { %s'):format(number, what), when, "}\n")
  end
  base("一", "eligible = true, ", 40)
  base("二", "premium = yuan(350), fiscal = yuan(610), ", 8)
  base("三", ('deadline = %s, '):format(random:one_of(g.days)), 8)
  if random:happens(70) then base("四", 'benefit_from = date "2023-01-01", benefit_to = date "2023-12-31", ', 20) end
  return { "一", "二", "三" }
end

local following = { subsidy = { "identity", "fund", "certifier" }, eligible = { "eligibility" } }

local function article(g, place, targets)
  local number = g.numbers[place]
  local random = g.random
  local list = each_once(pick(random, targets, random:weighted({ { 6, 1 }, { 2, 2 }, { 1, 3 } })[2]))
  local parts, below = {}, math.huge
  for _, e in ipairs(list) do below = math.min(below, e.follows and rank_of(g, e.follows) or e.rank) end
  g.below = below
  for _, e in ipairs(list) do
    parts[#parts + 1] = value_node(g, e, 4)
    for _, name in ipairs(following[e.name] or {}) do
      if random:happens(25) then
        parts[#parts + 1] = node("fix", true, name .. " = ", generator.expand(g, "value_of_text", 2), ", ")
      end
    end
  end
  local when = random:happens(85) and node("when", true, "when = ", generator.expand(g, "guard", 5), ", ") or ""
  local overrides = ""
  if random:happens(45) then
    local e, other = random:one_of(list), g.numbers[random:number(1, place - 1)] -- an earlier one: a circle does not load
    overrides = random:happens(50) and ('overrides = every "%s", '):format(e.name)
      or ('overrides = "%s", '):format(other)
    overrides = node("overrides", true, overrides)
  end
  return node("article", true, ('article "%s" "要旨%s" { '):format(number, number), node("fixes", false, table.unpack(parts)), when, overrides, "}\n")
end

-- How several that apply are brought together, most of the time: else nearly everything is a conflict.
local function combinations(g, items)
  local random = g.random
  for _, e in ipairs(g.effects) do
    local ordered = e.type == "money" or e.type == "date"
    if e.fixed and ordered and not e.follows and random:happens(88) then
      local how = random:weighted { { 4, "highest = true" }, { 2, "lowest = true" }, { 2, e.type == "money" and "sum = true" or "lowest = true" },
                                    { 2, "ranking" } }[2]
      if how == "ranking" then how = 'ranking = { "' .. table.concat(pick(random, g.numbers, random:number(2, 8)), '", "') .. '" }' end
      local ties = random:happens(60) and ', ties = "in_order"' or random:happens(30) and ', ties = "agree"' or ""
      items[#items + 1] = node("combine", true, ('combine "%s" { "一"'):format(e.name), ", " .. how, ties, " }\n")
    end
  end
end

local function doubts(g, items)
  local random = g.random
  for i = 1, random:number(0, 4) do
    g.below = math.huge
    local options = {}
    if random:happens(60) then options[#options + 1] = node("when", true, "when = ", generator.expand(g, "guard", 3), ", ") end
    if random:happens(40) then
      options[#options + 1] = ('combined = "%s", '):format(random:one_of { "subsidy", "premium", "deadline", "refund" })
    elseif random:happens(50) then
      options[#options + 1] = 'articles = { "' .. table.concat(pick(random, g.numbers, 3), '", "') .. '" }, '
    end
    items[#items + 1] = node("doubt", true, ('doubt "%s" "疑问%d" "读法%d" { '):format(random:one_of(g.numbers), i, i),
      node("options", false, table.unpack(options)), "}\n")
  end
end

--- The tree of the script with this seed.
function generator.script(seed)
  local g = generator.surroundings(seed)
  local items = { [[
policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
]] }
  for i, e in ipairs(programme_effects) do
    g.effects[i] = { name = e.name, type = e.type, rank = i, fixed = e.fixed }
  end
  own_fields(g, items)
  helpers(g, items)
  own_effects(g, items)
  g.numbers = base_articles(g, items)
  local count = g.random:number(2, 14)
  for i = 1, count do g.numbers[#g.numbers + 1] = "五" .. i end
  local targets = {}
  for _, e in ipairs(g.effects) do
    if e.fixed then targets[#targets + 1] = e end
    if e.fixed and (e.name == "subsidy" or e.name == "refund" or e.own) then targets[#targets + 1] = e end
  end
  for i = #g.numbers - count + 1, #g.numbers do items[#items + 1] = article(g, i, targets) end
  combinations(g, items)
  doubts(g, items)
  return { kind = "script", parts = items }
end

return generator
