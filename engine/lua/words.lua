-- words.lua - the words of the rule language. Runs once in every policy's state, before its script; everything a word
-- collects is handed to the engine by finish(), in the order of the notice. Knows articles, not insurance.

local host = ...
local tr, fail, tostring = host.tr, host.fail, host.text

local W = {} -- the words
local level = { depth = 0, prefix = "" } -- whose script is running: 0 the policy's own
local programme
local effects, effect_names = {}, {}
local titles = {} -- what the programme calls an effect in Chinese -> its name
local measures, measure_names = {}, {}
local stated_names = {} -- other names under which notices state an effect
local records = {} -- what townships, households and the county are given or told
local articles, by_number = {}, {}
local combines, doubts = {}, {}
local policy_seen

local function check_keys(word, number, given, allowed)
  for key in host.pairs(given) do
    local ok = false
    for _, name in ipairs(allowed) do ok = ok or name == key end
    if not ok then
      host.fail_name(number, tr("%s has no “%s”"):format(word, tostring(key)), tostring(key), allowed)
    end
  end
end

-- Most bytes of an article's number, and of any other text that a script declares.
local NUMBER_MOST, TITLE_MOST = 80, 1000

local function need_text(word, what, value, most)
  if type(value) ~= "string" or value == "" then fail(nil, tr("%s needs a text: %s"):format(word, what)) end
  if not host.plain(value, most or TITLE_MOST) then
    fail(nil, tr("%s: %s must be a plain text of at most %d bytes"):format(word, what, most or TITLE_MOST))
  end
end

local function need_number(word, number) need_text(word, tr("the article's number"), number, NUMBER_MOST) end

-- A setting that is left out or a text.
local function need_optional(word, t, names)
  for _, name in ipairs(names) do
    if t[name] ~= nil then need_text(word, name, t[name]) end
  end
end

-- A setting that is left out or one of a few texts.
local function need_choice(word, number, t, name, choices)
  if t[name] == nil then return end
  for _, choice in ipairs(choices) do if t[name] == choice then return end end
  host.fail_name(number, tr("%s: there is no %s “%s”"):format(word, name, tostring(t[name])), tostring(t[name]), choices, name)
end

-- What rules write as r.NAME and e.NAME, and what already stands there.
local function need_name(word, name, taken)
  need_text(word, tr("its name"), name)
  if not string.match(name, "^[%a_][%w_]*$") or taken[name] then
    fail(nil, tr("%s: “%s” cannot be a name: a name is letters, digits and _, and stands for nothing else"):format(word, name))
  end
end

-- A list of texts, or one text.
local function need_list(word, number, name, value)
  if value == nil or type(value) == "string" then return end
  if host.kind(value) ~= "table" then fail(number, tr("%s: %s takes a list of texts, not %s"):format(word, name, host.in_words(value))) end
  for _, member in ipairs(value) do
    local fits = type(member) == "string" or host.kind(member) == "table" and type(member.every) == "string"
    if not fits then fail(number, tr("%s: %s takes a list of texts, not %s"):format(word, name, host.in_words(member))) end
  end
end

local function numbered(number) return level.prefix .. number end

-- Words that declare stand at the top level: a rule runs once for every case, and must leave nothing behind.
local finished

local function top_level(word)
  if finished then fail(nil, tr("%s stands at the top level of a script, not inside a rule"):format(word)) end
end

-- A word that takes NUMBER, then TEXT, then a table: article "三（三）" "集中参保缴费期" { ... }
local function three(word, finish)
  return function (number)
    top_level(word)
    need_number(word, number)
    host.concerning(level.prefix .. number)
    return function (title)
      need_text(word, tr("the article's gist"), title)
      return function (body)
        top_level(word)
        if host.kind(body) ~= "table" then fail(number, tr("%s ends with a table: { … }"):format(word)) end
        finish(number, title, body)
        host.concerning()
      end
    end
  end
end

local guards = host.programme("guards")
for name, value in pairs(guards.words) do W[name] = value end
local guard_or_nil = guards.guard_or_nil

---- top-level words ----

local function load_programme(name)
  programme = host.programme(name)
  for _, declared in ipairs(programme.effects) do
    effects[declared.name] = host.effect(declared)
    effect_names[#effect_names + 1] = declared.name
    if declared.title then titles[declared.title] = declared.name end
  end
  for _, declared in ipairs(programme.measures) do
    measures[declared.name] = declared
    measure_names[#measure_names + 1] = declared.name
  end
  for other, of in host.pairs(programme.stated or {}) do
    host.stated(other, effects[of], programme.stated_as[other] == "ratio")
    stated_names[#stated_names + 1] = other
  end
  for name_of_word, value in pairs(programme.words or {}) do host.word(name_of_word, value) end
end

function W.policy(t)
  top_level("policy")
  if host.kind(t) ~= "table" then fail(nil, tr("policy takes a table: policy { place = … }")) end
  check_keys("policy", nil, t, { "place", "full_place", "division", "year", "notice", "issued", "collection", "based_on",
    "programme", "title" })
  need_text("policy", "place", t.place)
  need_optional("policy", t, { "full_place", "division", "notice", "title", "programme", "based_on" })
  if t.collection ~= nil then
    if host.kind(t.collection) ~= "table" then fail(nil, tr("%s ends with a table: { … }"):format("collection")) end
    check_keys("collection", nil, t.collection, { "from", "to" })
  end
  if math.type(t.year) ~= "integer" then fail(nil, tr("policy needs the year it is for: year = 2023")) end
  if level.seen then fail(nil, tr("policy is called once, first")) end
  level.seen = true
  local not_programmes = { words = true, guards = true, catalogue = true, scenario = true } -- they lie beside the programmes
  if not_programmes[t.programme] then fail(nil, tr("there is no programme “%s”"):format(t.programme)) end
  if not programme then load_programme(t.programme or "resident_insurance") end
  if level.depth == 0 then
    policy_seen = true
    host.policy(t)
    host.word("here", t.place .. (t.division and "|" .. t.division or ""))
  else
    level.prefix = t.place .. "/"
  end
  if t.based_on then
    need_text("policy", "based_on", t.based_on)
    local own = level
    level = { depth = own.depth + 1, prefix = "" }
    host.parent(t.based_on)
    if not level.seen then fail(nil, tr("“%s” has no policy { … }"):format(t.based_on)) end
    level = own
  end
end

local function need_policy(word)
  top_level(word)
  if not level.seen then fail(nil, tr("%s comes after policy { … }"):format(word)) end
end

function W.labels(field)
  need_text("labels", tr("a field's name"), field)
  return function (list)
    need_policy("labels")
    if host.kind(list) ~= "table" then fail(nil, tr("%s ends with a table: { … }"):format("labels")) end
    for i = 1, #list do need_text("labels", tr("a label"), list[i]) end
    for i = 1, #list do host.add_label(field, list[i]) end
  end
end

function W.field(name)
  return function (t)
    need_policy("field")
    need_name("field", name, { has = true, as_of = true })
    host.field(name, t)
  end
end

function W.effect(name)
  return function (t)
    need_policy("effect")
    need_name("effect", name, { when = true, overrides = true })
    if host.kind(t) ~= "table" then fail(nil, tr("%s ends with a table: { … }"):format("effect")) end
    need_list("effect", nil, "values", t.values)
    if effects[name] then fail(nil, tr("there is an effect “%s” already"):format(name)) end
    check_keys("effect", nil, t, { "type", "title", "output", "needed", "default", "combine", "follows", "values", "formula" })
    need_optional("effect", t, { "title", "follows" })
    need_choice("effect", nil, t, "combine", { "agree", "highest", "lowest", "sum", "any", "all" })
    if t.formula ~= nil and type(t.formula) ~= "function" then
      fail(nil, tr("effect: formula must be a function of the resident, not %s"):format(host.in_words(t.formula)))
    end
    t.name = name
    effects[name] = host.effect(t)
    effect_names[#effect_names + 1] = name
  end
end

function W.every(effect)
  if not effects[effect] then
    host.fail_name(nil, tr("there is no effect “%s”"):format(tostring(effect)), tostring(effect), effect_names)
  end
  return { every = effect }
end

-- Read an article's table; the caller puts it into the list.
local function new_article(number, title, body)
  if by_number[number] then
    fail(number, tr("article %s stands twice (first on line %d): give the second a suffix"):format(number, by_number[number].line))
  end
  local file, line = host.where()
  local a = { number = number, title = title, file = file, line = line, level = level.depth, fixes = {}, extra = {} }
  for key, value in host.pairs(body) do
    if key == "when" then
      a.guard = guard_or_nil("article", number, value)
    elseif key == "overrides" then
      if host.kind(value) == "table" and value.every == nil or host.kind(value) ~= "table" then
        need_list("article", number, "overrides", value)
      end
      a.overrides = value
    elseif effects[key] then
      a.fixes[key] = value
    elseif programme.stated and programme.stated[key] then
      a.extra[key] = value
    else
      local measure = measures[key]
      if measure then
        host.fail_name(number, tr("“%s” is a measure of a %s: write it in %s \"NUMBER\" \"GIST\" { … }, not in an article")
          :format(key, measure.level, measure.level), key, {}, key)
      end
      if math.type(key) then
        fail(number, tr("“%s” stands in the table without a name: each entry is NAME = value; several labels are joined as any { … }")
          :format(type(value) == "string" and value or host.in_words(value)))
      end
      local known = { "when", "overrides" }
      for _, name in ipairs(effect_names) do known[#known + 1] = name end
      for name in host.pairs(programme.stated or {}) do known[#known + 1] = name end
      local called = type(key) == "string" and titles[key]
      host.fail_name(number, tr("there is no effect “%s”"):format(tostring(key)), called or tostring(key), known, tostring(key))
    end
  end
  return a
end

-- Scenarios change what the script said; each change can be left out by the engine (host.edit says whether it stands).
-- begun: a scenario's script is running and has said so. By number, the articles that it took away and those that were to be
-- added and are left out (dropped); of the latter (left_out) what else it does to them comes to nothing.
local scenario = { begun = false, dropped = {}, left_out = {} }

local function effects_of(a)
  local list = {}
  for name in host.pairs(a.fixes) do list[#list + 1] = name end
  for name in host.pairs(a.extra) do list[#list + 1] = programme.stated[name] end
  return list
end

local function fixes_effect(a, effect)
  for _, name in ipairs(effects_of(a)) do
    if name == effect then return true end
  end
end

W.article = three("article", function (number, title, body)
  need_policy("article")
  if host.in_scenario() and not scenario.begun then fail(number, tr("a scenario begins with scenario \"title\"")) end
  number = numbered(number)
  local a = new_article(number, title, body)
  if scenario.begun and not host.edit("add " .. number, number, effects_of(a)) then
    scenario.left_out[number], scenario.dropped[number] = a, true
    return
  end
  articles[#articles + 1] = a
  by_number[number] = a
end)

function W.combine(effect)
  return function (t)
    need_policy("combine")
    if not effects[effect] then
      host.fail_name(nil, tr("there is no effect “%s”"):format(tostring(effect)), tostring(effect), effect_names)
    end
    if host.kind(t) ~= "table" then fail(nil, tr("%s ends with a table: { … }"):format("combine")) end
    check_keys("combine", nil, t, { 1, "highest", "lowest", "sum", "ranking", "ties" })
    if t[1] ~= nil then need_number("combine", t[1]) end
    need_list("combine", nil, "ranking", t.ranking)
    local before = combines[effect]
    if before and before.prefix == level.prefix then
      fail(nil, tr("combine “%s” stands twice (first on line %d)"):format(effect, before.line))
    end
    local file, line = host.where()
    combines[effect] = { t = t, file = file, line = line, prefix = level.prefix }
  end
end

function W.doubt(number)
  need_number("doubt", number)
  return function (title)
    need_text("doubt", tr("a title"), title)
    return function (reading)
      need_policy("doubt")
      need_text("doubt", tr("the reading taken"), reading)
      local file, line = host.where()
      local d = { number = numbered(number), title = title, reading = reading, file = file, line = line, prefix = level.prefix }
      doubts[#doubts + 1] = d
      return function (options)
        top_level("doubt")
        if host.kind(options) ~= "table" then fail(number, tr("%s ends with a table: { … }"):format("doubt")) end
        check_keys("doubt", number, options, { "when", "articles", "combined" })
        need_list("doubt", number, "articles", options.articles)
        d.guard = guard_or_nil("doubt", number, options.when)
        d.articles, d.combined = options.articles, options.combined
      end
    end
  end
end

local function difference(a, b)
  local kind = host.kind(a)
  if kind == "money" or kind == "date" then return host.text(a - b) end
  if kind == "number" then return tostring(a - b) end
end

function W.agrees(number)
  need_number("agrees", number)
  return function (text)
    need_text("agrees", tr("a title"), text)
    return function (list)
      need_policy("agrees")
      if host.kind(list) ~= "table" then fail(number, tr("%s ends with a table: { … }"):format("agrees")) end
      if #list < 2 then fail(number, tr("agrees compares at least two values")) end
      for i = 2, #list do
        if host.kind(list[i]) ~= host.kind(list[1]) then
          fail(number, tr("%s: %s cannot agree with %s"):format(text, host.in_words(list[1]), host.in_words(list[i])))
        end
        if list[i] ~= list[1] and not host.relaxed then
          local by = difference(list[1], list[i])
          fail(number, tr("%s: the notice states %s and %s, which differ%s"):format(text, host.text(list[1]),
            host.text(list[i]), by and tr(" by %s"):format(by) or ""))
        end
      end
    end
  end
end

function W.targets(number)
  need_number("targets", number)
  return function (t)
    need_policy("targets")
    if host.kind(t) ~= "table" then fail(number, tr("%s ends with a table: { … }"):format("targets")) end
    check_keys("targets", number, t, { "total", "file", "counts", "cutoff", "rank_by", "ties", "weekly_from", "weeks_to_talk" })
    if t.counts and not effects[t.counts] then
      host.fail_name(number, tr("there is no effect “%s”"):format(tostring(t.counts)), tostring(t.counts), effect_names)
    end
    need_optional("targets", t, { "file" })
    need_choice("targets", number, t, "rank_by", { "completion", "count" })
    need_choice("targets", number, t, "ties", { "shared", "by_name", "by_count" })
    local file, line = host.where()
    host.targets(numbered(number), file, line, t)
  end
end

local function record_word(word, record_level)
  return three(word, function (number, title, body)
    need_policy(word)
    if host.in_scenario() and not scenario.begun then fail(number, tr("a scenario begins with scenario \"title\"")) end
    local file, line = host.where()
    for name, f in host.pairs(body) do
      local declared = measures[name]
      if not declared or declared.level ~= record_level then
        local known = {}
        for _, other in ipairs(measure_names) do
          if measures[other].level == record_level then known[#known + 1] = other end
        end
        host.fail_name(number, tr("there is no measure “%s” of a %s"):format(tostring(name), word), tostring(name), known, tostring(name))
      end
      if type(f) ~= "function" then fail(number, tr("%s must be a function of the record's counts"):format(name)) end
    end
    local record = { word = word, number = numbered(number), title = title, file = file, line = line, body = body }
    if scenario.begun then scenario.put_record(record) else records[#records + 1] = record end
  end)
end

W.household, W.township, W.county = record_word("household", "household"), record_word("township", "township"),
  record_word("county", "county")

---- finish: called by the engine when the script has run ----

local function find_article(of, number, prefix)
  local a = by_number[prefix .. number] or by_number[number]
  if a then return a end
  local numbers = {}
  for _, other in ipairs(articles) do numbers[#numbers + 1] = other.number end
  host.fail_name_at(of.file, of.line, of.number, tr("there is no article “%s”"):format(tostring(number)), tostring(number), numbers)
end

---- scenarios ----

host.programme("scenario") {
  words = W, scenario = scenario, articles = articles, by_number = by_number, records = records, find_article = find_article,
  new_article = new_article, effects_of = effects_of, fixes_effect = fixes_effect, three = three, top_level = top_level,
  need_text = need_text, need_list = need_list, programme = function () return programme end }

local function prefix_of(a) return a.level == 0 and "" or string.match(a.number, "^.*/") or "" end

-- Articles that each set aside every other must agree among themselves, not override one another in a circle.
local function overrides_every(a, effect)
  local o = a.overrides
  if type(o) ~= "table" then return false end
  if o.every == effect then return true end
  for _, member in ipairs(o) do
    if type(member) == "table" and member.every == effect then return true end
  end
  return false
end

local function finish_overrides(a)
  local o = a.overrides
  if o == nil then return end
  if type(o) == "string" then o = { o } end
  if host.kind(o) ~= "table" then
    host.fail_at(a.file, a.line, a.number, tr("overrides takes an article's number, a list of them, or every \"effect\""))
  end
  if o.every then
    for _, other in ipairs(articles) do
      if other.index ~= a.index and other.fixes[o.every] ~= nil and not overrides_every(other, o.every) then
        host.override(a.index, other.index)
      end
    end
    return
  end
  for _, number in ipairs(o) do
    if type(number) == "table" and number.every then
      finish_overrides({ overrides = number, index = a.index, file = a.file, line = a.line, number = a.number })
    elseif not (scenario.dropped[prefix_of(a) .. number] or scenario.dropped[number]) then -- what a scenario dropped needs no overriding
      local other = find_article(a, number, prefix_of(a))
      if other == a then host.fail_at(a.file, a.line, a.number, tr("an article cannot override itself")) end
      host.override(a.index, other.index)
    end
  end
end

local function finish_combine(effect, c)
  local t, mode, ranking = c.t, nil, nil
  for _, name in ipairs { "highest", "lowest", "sum", "ranking" } do
    if t[name] then
      if mode then host.fail_at(c.file, c.line, t[1], tr("combine takes one of highest, lowest, sum, ranking")) end
      mode = name
    end
  end
  if not mode then host.fail_at(c.file, c.line, t[1], tr("combine takes one of highest, lowest, sum, ranking")) end
  if mode == "ranking" then
    ranking = {}
    for i, number in ipairs(t.ranking) do
      ranking[i] = find_article({ file = c.file, line = c.line, number = t[1] }, number, c.prefix).index
    end
  end
  if t.ties ~= nil and t.ties ~= "in_order" and t.ties ~= "agree" then
    host.fail_name_at(c.file, c.line, t[1], tr("ties takes \"in_order\" or \"agree\""), tostring(t.ties), { "in_order", "agree" })
  end
  host.combine(effects[effect], mode, t[1] and c.prefix .. t[1], t.ties == "in_order", ranking)
end

local function finish_doubt(d)
  local list = {}
  if d.combined then
    if not effects[d.combined] then
      host.fail_name_at(d.file, d.line, d.number, tr("there is no effect “%s”"):format(tostring(d.combined)), tostring(d.combined), effect_names)
    end
  else
    for _, number in ipairs(d.articles or {}) do list[#list + 1] = find_article(d, number, d.prefix).index end
    if not d.articles and by_number[d.number] then list[1] = by_number[d.number].index end
  end
  host.doubt(d.number, d.title, d.reading, d.file, d.line, d.guard, list, d.combined and effects[d.combined] or -1)
end

-- A --set of what the article states, or could state, under another name.
local function set_stated(a)
  for i, name in ipairs(stated_names) do
    local of, num, den = programme.stated[name], nil, nil
    if fixes_effect(a, of) then num, den = host.setting(a.number, i) end
    if num then
      for other, effect in host.pairs(programme.stated) do if effect == of then a.extra[other] = nil end end
      a.fixes[of] = nil
      a.extra[name] = programme.stated_as[name] == "ratio" and host.amounts.ratio(num, den) or host.amounts.fen(num)
    end
  end
end

local function finish()
  if not policy_seen then fail(nil, tr("a script begins with policy { place = …, year = … }")) end
  local function each(list, f)
    for _, a in ipairs(list) do
      host.at(a.file, a.line, a.number)
      f(a)
    end
  end
  each(articles, set_stated)
  each(articles, function (a) if programme.prepare then programme.prepare(a, articles) end end)
  each(articles, function (a) a.index = host.article(a) end)
  each(articles, finish_overrides)
  for _, record in ipairs(records) do
    host.at(record.file, record.line, record.number)
    for name, f in host.pairs(record.body) do
      host.measure(record.number, record.title, record.file, record.line, measures[name], f)
    end
  end
  for effect, c in host.pairs(combines) do
    host.at(c.file, c.line, c.t[1])
    finish_combine(effect, c)
  end
  each(doubts, finish_doubt)
  host.at()
  finished = true
end

for name, value in pairs(W) do host.word(name, value) end
for name, value in pairs(host.amounts) do host.word(name, value) end
return finish
