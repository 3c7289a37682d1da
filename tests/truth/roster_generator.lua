-- roster_generator.lua - small nasty rosters for a script: every field that it reads, with blanks, unknowns, cells that
-- cannot be read, and values on the script's own thresholds, one step below and one above.

local chance = require "tests.truth.chance"
local declared = require "tests.support.fields"

local roster = {}

-- ---- the calendar, by whole numbers ----

local function days_from_civil(y, m, d)
  if m <= 2 then y = y - 1 end
  local era = y // 400
  local yoe = y - era * 400
  local doy = (153 * (m + (m > 2 and -3 or 9)) + 2) // 5 + d - 1
  return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719468
end

local function civil_text(days)
  local z = days + 719468
  local era = z // 146097
  local doe = z - era * 146097
  local yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
  local doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
  local mp = (5 * doy + 2) // 153
  local m = mp < 10 and mp + 3 or mp - 9
  return ("%04d-%02d-%02d"):format(yoe + era * 400 + (m <= 2 and 1 or 0), m, doy - (153 * mp + 2) // 5 + 1)
end

local function add_months(days, n)
  local y, m, d = civil_text(days):match "(%d+)-(%d+)-(%d+)"
  local months = y * 12 + m - 1 + n
  local first = days_from_civil(months // 12, months % 12 + 1, 1)
  local after = days_from_civil((months + 1) // 12, (months + 1) % 12 + 1, 1)
  return math.min(first + d - 1, after - 1)
end

-- ---- what the script speaks of ----

local base_fields
local function fields_of(script)
  base_fields = base_fields or declared.read "rules/fields.lua"
  local list, by_name = {}, {}
  local function add(name, t)
    by_name[name] = { name = name, type = t.type, labels = t.labels or {}, minimum = t.minimum, maximum = t.maximum }
    list[#list + 1] = by_name[name]
  end
  for _, entry in ipairs(base_fields) do add(entry[1], entry[2]) end
  for name, body in script:gmatch 'field "([%w_]+)"%s*(%b{})' do
    local t = { type = body:match 'type%s*=%s*"(%w+)"', labels = {}, minimum = tonumber(body:match "minimum%s*=%s*(%d+)"),
                maximum = tonumber(body:match "maximum%s*=%s*(%d+)") }
    for label in (body:match "labels%s*=%s*(%b{})" or ""):gmatch '"([^"]+)"' do t.labels[#t.labels + 1] = label end
    add(name, t)
  end
  return list
end

--- All that rosters for this script are made from.
function roster.study(script)
  local s = { days = {}, amounts = {}, spans = { 0, 1, 30, 365 }, months = { 1, 12 }, labels = {}, fields = {}, places = { "试县", "别县" } }
  for y, m, d in script:gmatch 'date%s*%(?"(%d+)%-(%d+)%-(%d+)"' do s.days[#s.days + 1] = days_from_civil(tonumber(y), tonumber(m), tonumber(d)) end
  for text in script:gmatch 'yuan%s*%(?"?(%-?[%d.]+)' do
    local whole, rest = text:match "^(%-?%d+)%.?(%d*)$"
    local fen = tonumber(whole) * 100
    local cents = tonumber((rest .. "00"):sub(1, 2))
    s.amounts[#s.amounts + 1] = text:sub(1, 1) == "-" and fen - cents or fen + cents
  end
  for n in script:gmatch "fen%((%d+)%)" do s.amounts[#s.amounts + 1] = tonumber(n) end
  for n in script:gmatch "days%((%-?%d+)%)" do s.spans[#s.spans + 1] = tonumber(n) end
  for n in script:gmatch "months%((%-?%d+)%)" do s.months[#s.months + 1] = tonumber(n) end
  for n in script:gmatch "years%((%-?%d+)%)" do s.months[#s.months + 1] = 12 * tonumber(n) end
  for n in script:gmatch "age_%a+%(.-, (%d+)" do s.months[#s.months + 1] = 12 * tonumber(n) end
  for place in script:gmatch ':within "([^"|]+)' do s.places[#s.places + 1] = place end
  for place in script:gmatch 'place = "([^"]+)"' do s.places[#s.places + 1] = place end
  if #s.days == 0 then s.days[1] = days_from_civil(2022, 12, 31) end
  if #s.amounts == 0 then s.amounts[1] = 35000 end
  local identities = {}
  for _, f in ipairs(fields_of(script)) do
    if f.type == "labels" then identities = f.labels end
    local read = script:find("%." .. f.name .. "%f[^%w_]") or f.type == "labels" or f.name == "paid_on" or f.name == "id_number"
    if read or f.name == "town" then s.fields[#s.fields + 1] = f end
  end
  for _, label in ipairs(identities) do
    if script:find('"' .. label .. '"', 1, true) then s.labels[#s.labels + 1] = label end
  end
  s.labels[#s.labels + 1] = "普通居民"
  return s
end

-- ---- cells, by type ----

local cells = {}

local function some_day(random, s)
  local day = random:one_of(s.days)
  local kind = random:number(1, 10)
  if kind == 1 then day = day + random:one_of(s.spans) elseif kind == 2 then day = day - random:one_of(s.spans) end
  if kind == 3 or kind == 4 then day = add_months(day, random:one_of(s.months)) elseif kind == 5 or kind == 6 then day = add_months(day, -random:one_of(s.months)) end
  if kind == 7 then day = days_from_civil(random:number(1930, 2024), random:number(1, 12), random:number(1, 28)) end
  return math.max(-62091, math.min(120529, day + random:weighted({ { 4, 0 }, { 3, -1 }, { 3, 1 }, { 1, 2 } })[2]))
end

function cells.date(random, s)
  local kind = random:number(1, 40)
  if kind == 1 then return random:one_of { "明天", "2023-02-30", "0" } end
  if kind == 2 then return random:one_of { "1800-01-01", "2299-12-31", "2024-02-29", "2000-01-31" } end
  return kind <= 12 and "" or civil_text(some_day(random, s))
end

local function yuan_text(fen)
  local size = fen < 0 and -fen or fen
  return ("%s%d.%02d"):format(fen < 0 and "-" or "", size // 100, size % 100)
end

function cells.money(random, s)
  local kind = random:number(1, 40)
  if kind == 1 then return random:one_of { "三百", "1.234", "--" } end
  if kind == 2 then return random:one_of { "9000000000000000", "-9000000000000000", "8999999999999999.99", "4500000000000000" } end
  if kind <= 12 then return "" end
  local fen = random:one_of(s.amounts)
  if kind <= 16 then fen = fen + random:one_of(s.amounts) elseif kind <= 18 then fen = fen - random:one_of(s.amounts) end
  if kind <= 20 then fen = random:number(0, 50000) end
  return yuan_text(fen + random:weighted({ { 4, 0 }, { 3, -1 }, { 3, 1 } })[2])
end

function cells.flag(random) return random:weighted({ { 8, "是" }, { 8, "" }, { 4, "否" }, { 1, "也许" } })[2] end

function cells.number(random, _, f)
  if random:happens(30) then return "" end
  if random:happens(5) then return random:one_of { "很多", "99" } end
  return tostring(random:number(f.minimum or 0, f.maximum or 4))
end

function cells.label(random, _, f)
  if random:happens(30) then return "" end
  return random:happens(4) and "没有的" or random:one_of(f.labels)
end

function cells.labels(random, s)
  local list = {}
  for i = 1, random:weighted({ { 5, 0 }, { 8, 1 }, { 4, 2 }, { 1, 4 } })[2] do list[i] = random:one_of(s.labels) end
  if random:happens(5) then list[#list + 1] = "火星人" end
  return table.concat(list, "、")
end

function cells.place(random, s)
  if random:happens(20) then return "" end
  return random:one_of(s.places) .. (random:happens(20) and "某村" or "")
end

function cells.coded(random) return random:one_of { "", "东镇", "东镇", "西镇街道", "银行", "窗口" } end

function cells.text(random, _, f)
  if f.name == "id_number" then return "" end
  return random:one_of { "", "甲一", "甲一", "乙二", "丙" .. random:number(1, 99) }
end

-- ---- rosters ----

local function row_anew(random, s)
  local row = {}
  for i, f in ipairs(s.fields) do row[i] = cells[f.type](random, s, f) end
  return row
end

-- Most residents are near others: one to three cells apart.
local function row_like(random, s, other)
  local row = { table.unpack(other) }
  for _ = 1, random:number(0, 3) do
    local i = random:number(1, #s.fields)
    row[i] = cells[s.fields[i].type](random, s, s.fields[i])
  end
  return row
end

--- The random roster of a study with this seed: its day of the question, its rows beneath their headings and, for some, what one
--- resident may cost: so little that some of them cost too much.
function roster.make(s, seed, rows)
  local random = chance.new(seed)
  rows = rows or random:weighted { { 80, random:number(20, 60) }, { 15, random:number(100, 300) }, { 1, random:number(1100, 3000) } }[2]
  local table_of = { as_of = civil_text(some_day(random, s)), headings = {}, rows = {} }
  for i, f in ipairs(s.fields) do table_of.headings[i] = f.name end
  for i = 1, rows do
    table_of.rows[i] = (i == 1 or random:happens(25)) and row_anew(random, s) or row_like(random, s, table_of.rows[random:number(1, i - 1)])
  end
  if random:happens(20) then table_of.steps = random:number(20, 40) << random:number(0, 11) end
  return table_of
end

--- As the file of rosters that compare reads; `threads` and `copies` are for the large ones.
function roster.text(t, threads, copies)
  local lines = { ("@ %s %d %d%s"):format(t.as_of, threads or 1, copies or 1, t.steps and " " .. t.steps or ""), table.concat(t.headings, ",") }
  for _, row in ipairs(t.rows) do lines[#lines + 1] = table.concat(row, ",") end
  return table.concat(lines, "\n") .. "\n"
end

return roster
