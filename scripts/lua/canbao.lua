--- canbao for stock lua5.4: decide residents and ask what if, from a script or a notebook.
--
--   local canbao = require "canbao"
--   local roster = canbao.policy("lingbi/2023"):roster "examples/lingbi_2023.csv"
--   local what = roster:whatif { day = "2023-03-01", set = "三（二）2.subsidy=330" }
--   print(canbao.yuan(what:figure("cost").difference), what:counts().better)
--
-- Money is whole fen, a day is "2023-03-01", a row is as --row counts it: the first resident is 1. What is not there is
-- nil, what is not known is nil too and named in decision.unknown. A wrong name is an error, with the nearest real one.
-- What canbao itself refuses is raised as a table: status ("usage", "script", "data", "limit", "found"), file, line,
-- article, message, and text, which is all of it in one line and what tostring gives. Policies, rosters and what-ifs close
-- themselves when they are collected; close() and <close> do it at once.

local core = require "canbao.core"

local canbao = { version = core.version }

-- ---- what is passed ----

local kind_words = { string = "a text", integer = "a whole number", boolean = "true or false", texts = "a text or a list of texts" }

-- Options are names, and a name that is none must not pass in silence.
local function check_options(where, options, allowed)
  if type(options) ~= "table" then error(("%s takes a table of options"):format(where), 3) end
  for name, value in pairs(options) do
    local kind = allowed[name]
    if not kind then
      local names = {}
      for known in pairs(allowed) do names[#names + 1] = known end
      table.sort(names)
      error(("%s has no option %s; there are %s"):format(where, tostring(name), table.concat(names, ", ")), 3)
    end
    local is = type(value)
    local fits = kind == "texts" and (is == "string" or is == "table") or is == kind or math.type(value) == kind
    if not fits then error(("%s: %s takes %s, not a %s"):format(where, name, kind_words[kind], is), 3) end
  end
  return options
end

local function list_of(texts)
  if type(texts) == "string" then return { texts } end
  return texts
end

local function check_day(where, day)
  if type(day) ~= "string" then error(where .. ' needs a day such as "2023-03-01"', 3) end
  return day
end

-- ---- money ----

--- Fen as a text in yuan: 28550 is "285.5", as eval writes it.
function canbao.yuan(fen)
  if math.type(fen) ~= "integer" then error("fen are a whole number", 2) end
  local digits = ("%03d"):format(math.abs(fen))
  local text = digits:sub(1, -3) .. "." .. digits:sub(-2)
  return (fen < 0 and "-" or "") .. text:gsub("0+$", ""):gsub("%.$", "")
end

--- A text in yuan ("285.5", "-3") as fen. At most two decimals: nothing is rounded.
function canbao.fen(yuan)
  local sign, whole, part = tostring(yuan):match "^(-?)(%d+)%.?(%d*)$"
  if not whole or #part > 2 or #whole > 15 then error(("%s is no sum in yuan such as 285.50"):format(tostring(yuan)), 2) end
  local fen = math.tointeger(tonumber(whole .. part .. ("0"):rep(2 - #part)))
  return sign == "-" and -fen or fen
end

-- ---- policies ----

local policy_options = { rules_dir = "string", targets = "string", set = "texts" }

-- Beside a build tree's or an installation's own copy of this file lie its rules.
local function rules_beside()
  if os.getenv "CANBAO_RULES" then return nil end
  local here = io.open("rules/fields.lua", "r")
  if here then
    here:close()
    return nil
  end
  local folder = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$"
  for _, place in ipairs { "/../../rules", "/../../canbao/rules" } do
    local file = folder and io.open(folder .. place .. "/fields.lua", "r")
    if file then
      file:close()
      return folder .. place
    end
  end
end

--- Load a notice: "lingbi/2023", "lingbi" where that is enough, or its script's path. options: rules_dir (default: CANBAO_RULES,
-- ./rules, or the rules that came with this module), targets (a file of townships' targets), set ("三（二）2.subsidy=330" or
-- a list of such: the policy is then that, in every decision).
-- policy:roster(path), policy:roster_from_text(text, name) read a roster by the policy's fields; policy:info() is { name,
-- place, year, notice, effects = { { name, title, type, output } … }, sources = { { path, sha256 } … } }.
function canbao.policy(name, options)
  if type(name) ~= "string" then error('which notice? canbao.policy takes a name such as "lingbi/2023"', 2) end
  local o = check_options("canbao.policy", options or {}, policy_options)
  return core.policy(name, o.rules_dir or rules_beside(), o.targets, list_of(o.set))
end

-- ---- rosters ----
-- #roster residents; roster:text(row, field) a cell as text, "" when there is none; roster:sha256(); roster:effects() as the policy's; roster:problems()
-- { { row, line, field, value, reason } … }: what cannot be read.
-- roster:decide(row, day) one decision: each effect by its name (decision.premium), decision.values to go through them;
-- row, problem ("decided", "undetermined", "conflict", "gap", "limit", "error"), problem_text, unknown and bounds
-- ({ low, high }) by effect, doubts, articles { { number, title, file, line, applied, undetermined, decisive, reason } … }.

local rosters = core.rosters
local run_options = { reference = "boolean", threads = "integer" }

--- Call visit(decision, row) for every resident in order; that it returns false ends the run. Decisions are as decide's,
-- with their case number and without articles. visit must not decide by the same module. Returns the number of cases.
function rosters:each(day, visit, options)
  local o = check_options("roster:each", options or {}, run_options)
  return self:each_(check_day("roster:each", day), visit, o.reference, o.threads)
end

--- All decisions as a list by row, and the number of distinct cases.
function rosters:decide_all(day, options)
  local o = check_options("roster:decide_all", options or {}, run_options)
  local all = {}
  local cases = self:each_(check_day("roster:decide_all", day), function (decision, row) all[row] = decision end,
    o.reference, o.threads)
  return all, cases
end

local function add(sums, values, money)
  for name in pairs(money) do
    if values[name] then sums[name] = (sums[name] or 0) + values[name] end
  end
end

--- Counts and sums: { residents, cases, eligible, enrolled, by_problem, by_status, sums, enrolled_sums }. Sums are in fen, by
-- money effect, over decisions that came to an end.
function rosters:summary(day, options)
  local o = check_options("roster:summary", options or {}, run_options)
  local money = {}
  for _, effect in ipairs(self:effects()) do money[effect.name] = effect.type == "money" or nil end
  local s = { residents = #self, eligible = 0, enrolled = 0, by_problem = {}, by_status = {}, sums = {}, enrolled_sums = {} }
  s.cases = self:each_(check_day("roster:summary", day), function (d)
    local v = d.values
    s.by_problem[d.problem] = (s.by_problem[d.problem] or 0) + 1
    if v.status then s.by_status[v.status] = (s.by_status[v.status] or 0) + 1 end
    if d.problem ~= "decided" then return end
    if v.eligible then s.eligible = s.eligible + 1 end
    add(s.sums, v, money)
    if not v.enrolled then return end
    s.enrolled = s.enrolled + 1
    add(s.enrolled_sums, v, money)
  end, o.reference, o.threads)
  return s
end

local whatif_options = { day = "string", set = "texts", scenario = "texts", rules = "string", reference = "boolean",
                         threads = "integer", prove = "boolean" }

--- Compare the policy with a scenario. options: day; set ("三（二）2.subsidy=330" or a list); scenario (a name under scripts/, a
-- path, or a list); rules (another script instead of the policy's); reference, threads; prove = false leaves the proof of
-- isolation out, which a sweep makes once at its end with what:proof(). The base is decided once for each day.
function rosters:whatif(options)
  local o = check_options("roster:whatif", options, whatif_options)
  return self:whatif_(check_day("roster:whatif", o.day), list_of(o.set), list_of(o.scenario), o.rules, o.reference, o.threads,
    o.prove == false)
end

-- ---- what-ifs ----
-- what:figure(name) { base, scenario, difference, low, high, base_low, base_high, money, compared, unbounded }; names are
-- those of gates: people, enrolled, undetermined, cost, subsidy …, status.NAME, changed, better_off, worse_off, gain.
-- what:figures() all of them by name. what:counts() { residents, changed, unchanged, opened, closed, same, better, worse,
-- mixed, neither, open, gain, loss }, gain and loss being { count, sum, least, tenth, quarter, median … most } in fen.
-- what:transitions() { { residents, cost, enrolled, better, worse, …, gain, kinds, changes = { { effect, title, before, after,
-- article_before, article_after } … }, cases = { { before, after, residents } … }, first_row } … }, largest first.
-- what:gate(text) { kept, crossed, in_doubt, figure, limit, limit_exact, residents, rows }: "worse_off=0", "cost<=+5%".
-- what:proof() { same_decisions, same_scripts, same_roster, scripts, residents, cases, roster_sha256 }.
-- what:title(), what:edits(), what:expected(): what the scenario calls itself, changes, and declares as gates.

local whatifs = core.whatifs

--- Groups of residents by "status", "fund", "certifier", "identity" or "town": { { name, base, scenario, difference } … }, each
-- side { people, eligible, enrolled, cost, and the sums over the enrolled of the named money effects }. name "" is none.
function whatifs:groups(by, effects)
  local names = { "cost", table.unpack(list_of(effects or "subsidy")) }
  local groups = self:groups_(by, names)
  for _, group in ipairs(groups) do
    group.difference = {}
    for name, value in pairs(group.base) do group.difference[name] = group.scenario[name] - value end
  end
  return groups
end

--- One resident: { row, changed, change = "better", "worse", "mixed", "neither", "open" or "same", gain in fen, before, after },
-- the last two being decisions.
function whatifs:resident(row) return self:resident_(row, true) end

--- for row, resident in what:residents() do … end: every changed resident in the roster's order.
function whatifs:residents()
  return function (_, row)
    row = self:next_changed_(row)
    if row then return row, self:resident_(row, true) end
  end, nil, 0
end

--- Hold gates, one text or a list (default: those that the scenario declares): are all kept, and each result in order.
function whatifs:gates(texts)
  local kept, results = true, {}
  for i, text in ipairs(list_of(texts or self:expected())) do
    results[i] = self:gate(text)
    kept = kept and results[i].kept
  end
  return kept, results
end

--- Write every changed resident to a CSV file, with both decisions; options: mask stars ID numbers. Returns the rows.
function whatifs:write_residents(path, options)
  local o = check_options("what:write_residents", options or {}, { mask = "boolean" })
  return self:write_residents_(path, o.mask)
end

return canbao
