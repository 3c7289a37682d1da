-- scenario.lua - the words of a scenario: what they change in the articles and records that the notice's script left, and
-- what is expected and assumed. Each change can be left out by the engine: host.edit says whether it stands.

local host = ...
local tr, fail, tostring = host.tr, host.fail, host.text

return function (c)
  local W, scenario, articles, by_number, records = c.words, c.scenario, c.articles, c.by_number, c.records
  local find_article, new_article, effects_of, fixes_effect = c.find_article, c.new_article, c.effects_of, c.fixes_effect
  local three, top_level, need_text, need_list, programme = c.three, c.top_level, c.need_text, c.need_list, c.programme

  -- The effect that is stated under this name; nil for an effect's own.
  local function stated_as(name) return programme().stated and programme().stated[name] end

  -- A scenario's record takes the place of the notice's with the same number; a measure that another clause fixes is not a new one.
  function scenario.put_record(record)
    local at
    for i, other in ipairs(records) do
      if other.word == record.word and other.number == record.number then at = at or i end
      for name in host.pairs(record.body) do
        if other.word == record.word and other.number ~= record.number and other.body[name] then
          fail(record.number, tr("%s is fixed by %s: a scenario changes it under that number"):format(name, other.number))
        end
      end
    end
    local label = (at and "replace " or "add ") .. record.word .. " " .. record.number
    if not host.edit(label, record.number, {}) then return end
    for i = #records, 1, -1 do
      if records[i].word == record.word and records[i].number == record.number then table.remove(records, i) end
    end
    table.insert(records, at or #records + 1, record)
  end

  function W.scenario(title)
    need_text("scenario", tr("a title"), title)
    if not host.in_scenario() then fail(nil, tr("scenario belongs in a scenario's own script, not in a notice's")) end
    scenario.begun = true
    host.scenario(title)
  end

  local function need_scenario(word)
    top_level(word)
    if not scenario.begun then fail(nil, tr("%s belongs in a scenario's own script, after scenario \"title\""):format(word)) end
  end

  local function changed_article(word, number)
    need_text(word, tr("the article's number"), number)
    local file, line = host.where()
    if scenario.left_out[number] and not by_number[number] then return scenario.left_out[number] end
    return find_article({ file = file, line = line, number = number }, number, "")
  end

  -- set "三（二）2" { subsidy = yuan(315) }
  function W.set(number)
    need_scenario("set")
    local a = changed_article("set", number)
    return function (body)
      for key, value in host.pairs(body) do
        local stated = stated_as(key)
        local effect = stated or key
        if not fixes_effect(a, effect) then
          host.fail_name(a.number, tr("article %s fixes no “%s”"):format(a.number, tostring(key)), tostring(key), effects_of(a), tostring(key))
        end
        if host.edit(a.number .. "." .. key .. "=" .. (type(value) == "function" and "function" or host.text(value)), a.number, { effect }) then
          for name, of in host.pairs(programme().stated or {}) do if of == effect then a.extra[name] = nil end end
          a.fixes[effect] = nil
          if stated then a.extra[key] = value else a.fixes[key] = value end
        end
      end
    end
  end

  local function drop_records(number)
    local found = {}
    for i, record in ipairs(records) do
      if record.number == number then table.insert(found, 1, i) end
    end
    if found[1] and host.edit("drop " .. number, number, {}) then
      for _, i in ipairs(found) do table.remove(records, i) end
    end
    return found[1]
  end

  function W.drop(number)
    need_scenario("drop")
    if not by_number[number] and drop_records(number) then return end
    local a = changed_article("drop", number)
    if not host.edit("drop " .. a.number, a.number, effects_of(a)) then return end
    for i, other in ipairs(articles) do
      if other == a then table.remove(articles, i) break end
    end
    by_number[a.number], scenario.dropped[a.number] = nil, true
  end

  W.replace = three("replace", function (number, title, body)
    need_scenario("replace")
    local old = changed_article("replace", number)
    local there = by_number[old.number]
    by_number[old.number] = nil
    local a = new_article(old.number, title, body)
    by_number[old.number] = there
    local touched = effects_of(a)
    for _, name in ipairs(effects_of(old)) do touched[#touched + 1] = name end
    if not host.edit("replace " .. old.number, old.number, touched) or not there then return end
    a.level = old.level
    for i, other in ipairs(articles) do
      if other == old then articles[i] = a end
    end
    by_number[old.number] = a
  end)

  -- meant_for "lingbi/2023": the script, or the scripts, whose articles the scenario knows
  function W.meant_for(list)
    need_scenario("meant_for")
    need_list("meant_for", nil, "scripts", list)
    host.meant_for(list)
  end

  -- guard_of "三（二）2": the guard that the article has now, to be used in another
  function W.guard_of(number)
    need_scenario("guard_of")
    return changed_article("guard_of", number).guard or function () return true end
  end

  -- also "premium_380": everything that another scenario changes, too
  function W.also(name)
    need_scenario("also")
    need_text("also", tr("a scenario's name"), name)
    host.also(name)
  end

  function W.expect(list)
    need_scenario("expect")
    if type(list) == "string" then list = { list } end
    for i = 1, #list do host.expect(list[i]) end
  end

  -- assume "每少缴一元，未参保的千分之二会参保" (ratio(2, 1000))
  function W.assume(text)
    need_scenario("assume")
    need_text("assume", tr("what is supposed"), text)
    return function (rate)
      if host.kind(rate) ~= "ratio" then fail(nil, tr("assume takes a share of those not enrolled for each yuan less: ratio(2, 1000)")) end
      local file, line = host.where()
      host.assume(text, rate, file, line)
    end
  end
end
