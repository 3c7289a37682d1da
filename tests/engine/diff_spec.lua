-- canbao diff: two scripts beside each other, and over one roster. The second script is the trial county's with one thing changed,
-- so that every line and figure is known by hand.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local folder, rules, other
before_each(function ()
  folder = program.folder()
  rules = trial.write(folder)
  other = folder .. "/other.lua"
end)
after_each(function () program.remove(folder) end)

-- The trial county's text with pairs of replacements.
local function text(...)
  local script, changes = trial.script, { ... }
  for i = 1, #changes, 2 do
    local from, to = script:find(changes[i], 1, true)
    assert(from, "the script has no " .. changes[i])
    script = script:sub(1, from - 1) .. changes[i + 1] .. script:sub(to + 1)
  end
  return script
end

local function run(...) return program.run("diff", ...) end

-- diff A B as JSON; the exit status.
local function diff(a, b, ...)
  local words = { a, b, ... }
  for _, word in ipairs { "--rules-dir", rules, "--json", "--no-progress", "--as-of", "2024-01-10" } do words[#words + 1] = word end
  local status, out, err = run(table.unpack(words))
  return assert(dkjson.decode(out), out .. err), status, err
end

-- The differences as lines: kind|of name|what|before|after|line in A-line in B.
local function told(found)
  local lines = {}
  for i, x in ipairs(found.differences) do
    local through = x.through ~= "" and " through " .. x.through or ""
    lines[i] = ("%s|%s %s|%s%s|%s|%s|%s-%s"):format(x.kind, x.of, x.name, x.what, through, x.before, x.after, x.line_before or "",
      x.line_after or "")
  end
  return lines
end

-- What `diff shixian/2024 OTHER` tells where the other script differs by these replacements.
local function changed(...)
  program.write(other, text(...))
  local found, status, err = diff("shixian/2024", other)
  assert.equal(1, status, err)
  return told(found), found
end

describe("diff", function ()
  it("says of a script and itself that they say the same", function ()
    local status, out, err = run("shixian/2024", "shixian/2024", "--rules-dir", rules)
    assert.equal(0, status)
    assert.equal("", err)
    assert.truthy(out:find("The two scripts say the same.", 1, true))
    local found, code = diff("shixian/2024", trial.path)
    assert.equal(0, code)
    assert.same({ true, 5, 0 }, { found.same, found.articles_same, #found.differences })
  end)

  it("takes comments, blanks and the order of articles for no change", function ()
    local lines = {}
    for line in trial.script:gmatch "[^\n]+" do lines[#lines + 1] = line end
    program.write(other, text('article "一"', '-- 说明 2024\n\n--[[ 长\n说明 ]] article   "一"', "{ eligible = true, when = function (r)",
      "{\n  when = function (r) -- 看户籍\n   ", "within(here) end }", "within( here )\n  end,\n  eligible = true }"))
    local _, status = diff("shixian/2024", other)
    assert.equal(0, status)
    local second = table.remove(lines, 6)
    table.insert(lines, second) -- 二1 stands last
    assert(second:find('article "二1"', 1, true))
    program.write(other, table.concat(lines, "\n"))
    assert.equal(0, select(2, diff("shixian/2024", other)))
  end)

  it("tells a value with both lines", function ()
    assert.same({ "changed|article 二|premium|380|410|6-6" }, (changed("yuan(380)", "yuan(410)")))
    local found = select(2, changed("deadline = date \"2023-12-31\", benefit_from", "deadline = date \"2024-01-15\",\n  benefit_from"))
    assert.same({ "changed|article 三|deadline|2023-12-31|2024-01-15|10-10" }, told(found))
    assert.same({ 1, 4, 0, 0, 0 }, { found.articles_changed, found.articles_same, found.articles_added, found.articles_dropped,
      found.articles_renumbered })
    assert.equal(trial.path, found.differences[1].file_before)
    assert.equal(other, found.differences[1].file_after)
  end)

  it("takes the same amount in other words for the same", function ()
    program.write(other, text('article "一"', 'local PREMIUM = yuan "380.00"\narticle "一"', "yuan(380)", "PREMIUM"))
    local found = diff("shixian/2024", other)
    assert.same({ 'added|local PREMIUM|||yuan "380.00"|-5' }, told(found)) -- the local itself, and no amount
  end)

  it("tells an effect that came, went or became a formula", function ()
    assert.same({ "changed|article 二1|fund|救助资金||7-7" }, (changed(', fund = "救助资金"', "")))
    assert.same({ "changed|article 二2|certifier||民政局|8-9" }, (changed('article "二2" "孤儿资助" { ',
      'article "二2" "孤儿资助" {\n  certifier = "民政局", ')))
    assert.same({ "changed|article 二1|subsidy|190|function (_, e) return e.premium * percent(50) end|7-7" },
      (changed("subsidy = yuan(190)", "subsidy = function (_, e)   return e.premium * percent(50) end")))
  end)

  it("tells what a subsidy follows from where it is stated as what is left to pay, or as a share", function ()
    assert.same({ "changed|article 二1|subsidy|190|pays = yuan(200)|7-8", "changed|article 二1|pays||yuan(200)|7-8" },
      (changed("subsidy = yuan(190), fund", "\n  pays = yuan(200), fund")))
    assert.same({ "changed|article 二1|subsidy|190|share = percent(50)|7-7", "changed|article 二1|share||percent(50)|7-7" },
      (changed("subsidy = yuan(190)", "share = percent(50)")))
    program.write(trial.path, text("subsidy = yuan(190)", "subsidy = function (_, e) return e.premium end"))
    assert.same({ "changed|article 二1|subsidy|function (_, e) return e.premium end|pays = yuan(200)|7-7",
      "changed|article 二1|pays||yuan(200)|7-7" }, (changed("subsidy = yuan(190)", "pays = yuan(200)")))
    -- Stated so on both sides it is told once, by what is stated.
    program.write(trial.path, text("subsidy = yuan(190)", "pays = yuan(190)"))
    assert.same({ "changed|article 二1|pays|yuan(190)|yuan(200)|7-7" }, (changed("subsidy = yuan(190)", "pays = yuan(200)")))
    program.write(other, text())
    local found = diff(other, "shixian/2024")
    assert.same({ "changed|article 二1|subsidy|190|pays = yuan(190)|7-7", "changed|article 二1|pays||yuan(190)|7-7" }, told(found))
  end)

  it("tells a guard by its words", function ()
    assert.same({ 'changed|article 二1|when|is "低保对象"|any { "低保对象", "孤儿" }|7-7' },
      (changed('is "低保对象"', 'any { "低保对象", "孤儿" }')))
    assert.same({ 'changed|article 二|when||is "孤儿"|6-6' }, (changed("fiscal = yuan(640)", 'fiscal = yuan(640), when = is "孤儿"')))
  end)

  it("tells a guard whose words are the same and rest on a local that is not", function ()
    local with = { 'article "一"', 'local poor = is "低保对象"\nlocal assisted = any { poor, "孤儿" }\narticle "一"',
      'when = is "孤儿"', "when = assisted" }
    program.write(trial.path, text(table.unpack(with)))
    with[2] = with[2]:gsub("低保对象", "特困人员")
    assert.same({ "changed|article 二2|when through poor|assisted|assisted|10-10",
      'changed|local poor||is "低保对象"|is "特困人员"|5-5' }, (changed(table.unpack(with))))
  end)

  it("reads locals that are declared together, and with an attribute", function ()
    local with = { 'article "一"', 'local A <const>, B = is "低保对象", is "孤儿"\nlocal both <const> = any { A, B }\narticle "一"',
      'when = is "孤儿"', "when = both" }
    program.write(trial.path, text(table.unpack(with)))
    with[2] = with[2]:gsub('is "孤儿"\n', 'is "特困人员"\n')
    assert.same({ "changed|article 二2|when through B|both|both|10-10", 'changed|local B||is "孤儿"|is "特困人员"|5-5' },
      (changed(table.unpack(with))))
  end)

  it("finds a guard that is written with a quoted key, a computed key, or a call", function ()
    program.write(trial.path, text('when = is "低保对象"', '["when"] = is "低保对象"'))
    assert.same({ 'changed|article 二1|when|is "低保对象"|is "孤儿"|7-7' }, (changed('when = is "低保对象"', 'when = is "孤儿"')))
    local key = { 'article "一"', 'local WHEN = "when"\narticle "一"', 'when = is "低保对象"', '[WHEN] = is "低保对象"' }
    program.write(trial.path, text(table.unpack(key)))
    key[4] = '[WHEN] = is "孤儿"'
    assert.same({ 'changed|article 二1||subsidy = yuan(190), fund = "救助资金", [WHEN] = is "低保对象"|'
      .. 'subsidy = yuan(190), fund = "救助资金", [WHEN] = is "孤儿"|8-8' }, (changed(table.unpack(key))))
    local call = { 'doubt "二1" "低保按缴费日认定"', 'local function said(x) return x end\ndoubt "二1" (said("甲"))' }
    program.write(trial.path, text(table.unpack(call)))
    call[2] = call[2]:gsub('"甲"', '"乙"')
    assert.same({ "changed|doubt 二1|title|甲|乙|12-12" }, (changed(table.unpack(call))))
  end)

  it("compares the levels above as well", function ()
    local city = trial.path:gsub("shixian/2024.lua$", "2024.lua")
    local lower = { "year = 2024,", 'year = 2024, based_on = "shizhou/2024",' }
    program.write(trial.path, text(table.unpack(lower)))
    program.write(city, 'policy { place = "试州市", year = 2024 }\narticle "九" "市里的补办" { late = true, when = is "孤儿" }\n')
    assert.equal(0, select(2, diff("shixian/2024", trial.path)))
    program.write(city:gsub("2024.lua$", "2025.lua"),
      'policy { place = "试州市", year = 2024 }\narticle "九" "市里的补办" { late = true, when = is "特困人员" }\n')
    lower[2] = lower[2]:gsub("shizhou/2024", "shizhou/2025")
    assert.same({ 'changed|article 试州市/九|when|is "孤儿"|is "特困人员"|2-2', 'changed|policy |based_on|"shizhou/2024"|"shizhou/2025"|1-1' },
      (changed(table.unpack(lower))))
  end)

  it("tells overrides, a gist and what is stated twice", function ()
    assert.same({ 'changed|article 二2|title|孤儿资助|孤儿全额资助|8-8', 'changed|article 二2|overrides||"二1"|8-9' },
      (changed('"孤儿资助" { subsidy', '"孤儿全额资助" { subsidy', 'when = is "孤儿" }', 'when = is "孤儿",\n  overrides = "二1" }')))
    assert.same({ "changed|article 二1|pays||yuan(190)|7-7" }, (changed("subsidy = yuan(190)", "subsidy = yuan(190), pays = yuan(190)")))
  end)

  it("tells articles that came and went", function ()
    local lines, found = changed('article "二2" "孤儿资助" { subsidy = yuan "285.50", fund = "儿童资金", when = is "孤儿" }',
      'article "二3" "特困资助" { subsidy = full, when = is "特困人员" }')
    assert.same({ "dropped|article 二2||孤儿资助: subsidy 285.5, fund 儿童资金||8-",
      "added|article 二3|||特困资助: subsidy (formula)|-8" }, lines)
    assert.same({ 1, 1 }, { found.articles_added, found.articles_dropped })
  end)

  it("recognises an article with another number by its gist and content, and tells what else changed", function ()
    local lines, found = changed('article "二2"', 'article "二3"', '"285.50"', '"290"')
    assert.same({ "renumbered|article 二3||二2|二3|8-8", "changed|article 二3|subsidy|285.5|290|8-8" }, lines)
    assert.same({ 1, 0, 0, 0 }, { found.articles_renumbered, found.articles_changed, found.articles_added, found.articles_dropped })
  end)

  it("does not guess which article another number stands for", function ()
    local lines = changed('article "二2" "孤儿资助" { subsidy = yuan "285.50", fund = "儿童资金", when = is "孤儿" }',
      'article "二3" "孤儿资助" { subsidy = yuan "285.50", fund = "儿童资金", when = is "孤儿" }\n'
      .. 'article "二4" "孤儿资助" { subsidy = yuan "285.50", fund = "儿童资金", when = is "孤儿" }')
    assert.same({ "dropped|article 二2||孤儿资助: subsidy 285.5, fund 儿童资金||8-",
      "added|article 二3|||孤儿资助: subsidy 285.5, fund 儿童资金|-8", "added|article 二4|||孤儿资助: subsidy 285.5, fund 儿童资金|-9" }, lines)
    assert.equal("dropped", (changed('article "二2" "孤儿资助"', 'article "二3" "孤儿的资助"'))[1]:match "^%a+")
    assert.equal("dropped", (changed('article "二2"', 'article "二3"', 'is "孤儿"', 'is "特困人员"'))[1]:match "^%a+")
  end)

  it("tells the notice's head", function ()
    assert.same({ "changed|policy |year|2024|2025|1-1", "changed|policy |notice|试〔2023〕1号（虚构）|试〔2024〕2号（虚构）|2-2",
      "changed|policy |issued|2023-08-20|2024-08-21|2-2", "changed|policy |collection.to|2023-12-31|2024-02-29|3-3",
      'changed|policy |full_place|"海市试州市试县"|"海市试县"|1-1' },
      (changed("year = 2024", "year = 2025", "试〔2023〕1号", "试〔2024〕2号", "2023-08-20", "2024-08-21",
        'to = date "2023-12-31"', 'to = date "2024-02-29"', "海市试州市试县", "海市试县")))
  end)

  it("tells doubts that came, went, or are read otherwise", function ()
    assert.same({ "changed|doubt 二1|reading|通知没有写明以哪天的身份为准；按缴费日|按认定日|11-11" },
      (changed("通知没有写明以哪天的身份为准；按缴费日", "按认定日")))
    assert.same({ "changed|doubt 二1|title|低保按缴费日认定|低保认定|11-11" }, (changed("低保按缴费日认定", "低保认定")))
    assert.same({ 'added|doubt 二2|||"孤儿" "凭标签"|-12' }, (changed("按缴费日\"\n", '按缴费日"\ndoubt "二2" "孤儿" "凭标签"\n')))
    assert.same({ 'changed|doubt 二1|articles||{ "二1", "二2" }|11-11' }, (changed("为准；按缴费日\"\n",
      '为准；按缴费日" { articles = { "二1", "二2" } }\n')))
  end)

  it("tells how effects are brought together, what is declared and what is checked", function ()
    local more = { 'article "三"', 'combine "subsidy" { "二", highest = true }\nlabels "identities" { "烈属" }\n'
      .. 'agrees "二" "相加" { yuan(1020), yuan(380) + yuan(640) }\narticle "三"' }
    assert.same({ 'added|combine subsidy|||{ "二", highest = true }|-9', 'added|labels identities|||{ "烈属" }|-10',
      'added|agrees 二|||"相加" { yuan(1020), yuan(380) + yuan(640) }|-11' }, (changed(table.unpack(more))))
    program.write(trial.path, text(table.unpack(more)))
    assert.same({ 'changed|combine subsidy||"二", highest = true|"二", lowest = true|9-9', 'changed|labels identities||"烈属"|"英烈亲属"|10-10' },
      (changed(more[1], (more[2]:gsub("highest", "lowest"):gsub("烈属", "英烈亲属")))))
  end)

  it("tells rewards and the task table, town by town", function ()
    local tasks = { 'doubt "二1"', 'targets "四" { total = 10, file = "t.csv", counts = "counted", cutoff = date "2023-12-31" }\n'
      .. 'township "四1" "补助" { work_subsidy = function (t) return yuan(1) * t.counted end }\ndoubt "二1"' }
    program.write(trial.path, text(table.unpack(tasks)))
    program.write(trial.path:gsub("[^/]*$", "t.csv"), "乡镇,任务数\n东镇,4\n西镇街道,6\n")
    program.write(folder .. "/t.csv", "乡镇,任务数\n东镇,5\n南镇,5\n")
    assert.same({ 'changed|targets 四|cutoff|date "2023-12-31"|date "2024-01-31"|11-11',
      "changed|township 四1|work_subsidy|function (t) return yuan(1) * t.counted end|function (t) return yuan(2) * t.counted end|12-12",
      "changed|targets 四|东镇|4|5|-", "changed|targets 四|西镇街道|6||-", "changed|targets 四|南镇||5|-" },
      (changed(tasks[1], (tasks[2]:gsub("yuan%(1%)", "yuan(2)"):gsub("2023%-12%-31", "2024-01-31")))))
  end)

  it("passes over nothing, even what it has no name for", function ()
    local loop = 'for i, label in ipairs { "低保对象", "孤儿" } do\n  article("五" .. i)("补" .. i) { late = true, when = is(label) }\nend\n'
    program.write(trial.path, text('doubt "二1"', loop .. 'doubt "二1"'))
    assert.same({ 'changed|script ||for i, label in ipairs { "低保对象", "孤儿" } do|for i, label in ipairs { "低保对象", "特困人员" } do|11-11' },
      (changed('doubt "二1"', (loop:gsub("孤儿", "特困人员")) .. 'doubt "二1"')))
  end)

  it("says from B to A what it says from A to B, turned round", function ()
    program.write(other, text("yuan(380)", "yuan(410)", 'article "二2"', 'article "二3"', 'when = is "低保对象"', 'when = is "特困人员"',
      'article "三"', 'article "三加" "补办" { late = true, when = is "孤儿" }\narticle "三"', "按缴费日\"\n", '按认定日"\n', "year = 2024",
      "year = 2025", 'article "一"', 'local X = 1\narticle "一"'))
    local there, back = diff("shixian/2024", other), diff(other, "shixian/2024")
    local turned = { added = "dropped", dropped = "added", changed = "changed", renumbered = "renumbered" }
    local lines = {}
    for i, x in ipairs(back.differences) do
      lines[i] = ("%s|%s|%s|%s|%s|%s-%s"):format(turned[x.kind], x.of, x.what, x.after, x.before, x.line_after or "", x.line_before or "")
    end
    local wanted = {}
    for i, x in ipairs(there.differences) do
      wanted[i] = ("%s|%s|%s|%s|%s|%s-%s"):format(x.kind, x.of, x.what, x.before, x.after, x.line_before or "", x.line_after or "")
    end
    table.sort(lines)
    table.sort(wanted)
    assert.equal(7, #wanted)
    assert.same(wanted, lines)
    assert.same({ there.articles_same, there.articles_added, there.articles_dropped, there.articles_changed },
      { back.articles_same, back.articles_dropped, back.articles_added, back.articles_changed })
  end)

  it("compares the scripts of two counties", function ()
    local found, status = diff("rules/anhui/suzhou/lingbi/2023.lua", "rules/shanxi/yuncheng/linyi/2024.lua")
    assert.equal(1, status)
    assert.equal(20, found.articles_same + found.articles_changed + found.articles_added + found.articles_renumbered)
    assert.equal(40, found.articles_same + found.articles_changed + found.articles_dropped + found.articles_renumbered)
    local effects = 0
    for _, x in ipairs(found.differences) do
      if x.of == "effect" then effects = effects + 1 end
    end
    assert.equal(1, effects) -- Linyi's own
  end)

  -- What stands in the table of differences under "in" and "what", then both sides: a line each, in this language.
  local function shown(lang)
    local status, out, err = run("shixian/2024", other, "--rules-dir", rules, "--lang", lang)
    assert.equal(1, status, err)
    local lines = {}
    for line in out:match "%-%-%-%-\n(.*)$":gmatch "[^\n]+" do
      line = line:gsub("  +", "|"):gsub("|$", "")
      if line:find "^|" then -- folded: what stands there goes on in the last cells
        local cells, more = {}, {}
        for cell in (lines[#lines] .. "|"):gmatch "([^|]*)|" do cells[#cells + 1] = cell end
        for cell in (line:sub(2) .. "|"):gmatch "([^|]*)|" do more[#more + 1] = cell end
        for i, cell in ipairs(more) do cells[#cells - #more + i] = cells[#cells - #more + i] .. " " .. cell end
        lines[#lines] = table.concat(cells, "|")
      else
        lines[#lines + 1] = line
      end
    end
    return lines
  end

  it("names for a Chinese reader what stands in a script as an English word", function ()
    local tasks = { 'doubt "二1"', 'targets "四" { total = 10, file = "t.csv", counts = "counted", cutoff = date "2023-12-31" }\n'
      .. 'township "四1" "补助" { work_subsidy = function (t) return yuan(1) * t.counted end }\nlabels "identities" { "烈属" }\n'
      .. 'combine "subsidy" { "二", highest = true }\nfield "height" { title = "身高", type = "number", minimum = 1, maximum = 9 }\n'
      .. 'article "五" "补办" { late = true, when = is "烈属" }\ndoubt "二1"' }
    program.write(trial.path:gsub("2024%.lua$", "t.csv"), "乡镇,任务数\n东镇,10\n")
    program.write(folder .. "/t.csv", "乡镇,任务数\n东镇,11\n")
    program.write(trial.path, text(table.unpack(tasks)))
    program.write(other, text(tasks[1], (tasks[2]:gsub("total = 10", "total = 11"):gsub("yuan%(1%)", "yuan(2)"):gsub("烈属\" }\n", "英烈\" }\n")
      :gsub("highest", "lowest"):gsub("minimum = 1", "minimum = 2"):gsub("late = true", "late = false"):gsub('is "烈属"', 'is "英烈"')
      :gsub("2023%-12%-31", "2023-12-30")), "990001", "990002", "subsidy = yuan(190)", "subsidy = yuan(190), pays = yuan(190)"))
    assert.same({ "有改动|条款 二1|个人应缴|7|7|yuan(190)", "有改动|条款 五|可以补办|16|16|是|否",
      '有改动|条款 五|适用条件|16|16|is "烈属"|is "英烈"', "有改动|通知|区划代码|1|1|990001|990002", "有改动|任务 四|任务总数|11|11|10|11",
      '有改动|任务 四|考核时点|11|11|date "2023-12-31"|date "2023-12-30"',
      "有改动|乡镇规定 四1|工作补助|12|12|function (t) return yuan(1) * t.counted end|function (t) return yuan(2) * t.counted end",
      '有改动|标签 身份类别|13|13|"烈属"|"英烈"', '有改动|合并方式 资助金额|14|14|"二", highest = true|"二", lowest = true',
      "有改动|字段 身高|最小值|15|15|1|2", "有改动|任务 四|东镇|t.csv|t.csv|10|11" }, shown "zh")
    assert.same({ "changed|article 二1|pays|7|7|yuan(190)", "changed|article 五|late|16|16|yes|no",
      'changed|article 五|when|16|16|is "烈属"|is "英烈"', "changed|policy|division|1|1|990001|990002", "changed|targets 四|total|11|11|10|11",
      'changed|targets 四|cutoff|11|11|date "2023-12-31"|date "2023-12-30"',
      "changed|township 四1|work_subsidy|12|12|function (t) return yuan(1) * t.counted end|function (t) return yuan(2) * t.counted end",
      'changed|labels identities|13|13|"烈属"|"英烈"', 'changed|combine subsidy|14|14|"二", highest = true|"二", lowest = true',
      "changed|field height|minimum|15|15|1|2", "changed|targets 四|东镇|t.csv|t.csv|10|11" }, shown "en")
    local found = diff("shixian/2024", other, "--lang", "zh")
    assert.same({ "targets", "total", "article", "late", "true" },
      { found.differences[5].of, found.differences[5].what, found.differences[2].of, found.differences[2].what, found.differences[2].before })
  end)

  it("names the nearest script, and shows what is wrong with one", function ()
    local status, out, err = run("shixian/2024", "shixian/2025", "--rules-dir", rules)
    assert.same({ 2, "", "canbao: there is no script “shixian/2025”; did you mean “shixian/2024”?\n" }, { status, out, err })
    program.write(other, text("premium = ", "premiun = "))
    status, out, err = run("shixian/2024", other, "--rules-dir", rules)
    assert.same({ 3, "", "canbao: " .. other .. ":6: article 二: there is no effect “premiun”; did you mean “premium”?\n" },
      { status, out, err })
    status, out, err = run("shixian/2024", "shixian/2024", "--rules-dir", rules, "--gate", "worse_off=0")
    assert.equal("", out)
    assert.equal(2, status)
    assert.truthy(err:find("canbao: --gate asks about residents: give a ROSTER too\n", 1, true))
  end)
end)

describe("diff with a roster", function ()
  local roster
  before_each(function () roster = trial.roster(folder) end)

  local function by(list, key)
    local found = {}
    for _, row in ipairs(list) do found[row[key]] = row end
    return found
  end

  it("finds who pays 30 more, and nobody else", function ()
    program.write(other, text("yuan(380)", "yuan(410)"))
    local found, status = diff("shixian/2024", other, roster)
    assert.equal(1, status)
    assert.same({ "changed|article 二|premium|380|410|6-6" }, told(found))
    assert.same({ "shixian/2024", other }, { found.base, found.scenario })
    assert.equal("3 of 5", found.changed_of)
    local due = by(found.money, "figure").personal_due
    assert.same({ 380, 410, 30 }, { due.base, due.scenario, due.difference })
    assert.equal(3, by(found.gains, "who").worse.people)
    assert.equal(-90, by(found.spread, "who").loss.sum)
    assert.truthy(found.isolation:find("equals the base in all 5 decisions", 1, true))
  end)

  it("says beside the sum that a label is declared by one script only, for how many, and what to do", function ()
    local label = { 'article "三"', 'labels "identities" { "烈属" }\narticle "二3" "烈属资助" { subsidy = yuan(100), when = is "烈属" }\narticle "三"' }
    local rows = { table.unpack(trial.rows) }
    rows[1] = rows[1]:gsub("试县,,", "试县,烈属,")
    rows[6] = program.id "99000119800505006" .. ",己六,东镇,一村,H6,试县,烈属,2023-10-01,280,"
    trial.roster(folder, rows)
    program.write(other, text(table.unpack(label)))
    local wanted = ("%s does not declare the label “烈属” (identities): 2 residents have it, and for 2 of them it makes no decision, "
      .. "so every figure here counts all that they pay and cost and not what changes for them; write labels \"identities\" { \"烈属\" } "
      .. "in a copy of it and compare with that")
    assert.same({ wanted:format "shixian/2024" }, diff("shixian/2024", other, roster).notes)
    -- The other way round those two are undecided in the scenario, whose bounds stand beside it.
    assert.same({ wanted:format "shixian/2024", "There are no bounds for 2 of the undetermined; they are not in at most." },
      diff(other, "shixian/2024", roster).notes)
    local _, out = run("shixian/2024", other, roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress", "--lang", "zh")
    assert.truthy(out:find("有变化的判定 [^\n]*\n\nshixian/2024 没有声明标签“烈属”（身份类别）：有 2 名居民带这个标签，其中 2 人它无法判定，"
      .. "所以这里各项数字把这些人的全部缴费和支出都算成了差额，而不是前后的变化；请在它的副本里写上 labels \"identities\" { \"烈属\" }，再用副本比较\n"))
    local page = folder .. "/page.html"
    program.run("whatif", "shixian/2024", roster, "--instead", other, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress",
      "--html", page)
    assert.truthy(program.read(page):find("shixian/2024 does not declare the label “烈属” (identities): 2 residents have it", 1, true))
    -- Declared in the old script too, or had by nobody: nothing is to be said.
    program.write(trial.path, text(label[1], 'labels "identities" { "烈属" }\narticle "三"'))
    assert.is_nil(diff("shixian/2024", other, roster).notes)
    program.write(trial.path, text())
    trial.roster(folder)
    assert.is_nil(diff("shixian/2024", other, roster).notes)
  end)

  it("folds what changes on a terminal, between two changes, and has it whole in JSON", function ()
    program.write(other, text("yuan(380)", "yuan(410)", "yuan(640)", "yuan(670)", "yuan(190)", "yuan(200)", "2023-12-31\", benefit",
      "2024-01-05\", benefit", 'benefit_to = date "2024-12-31"', 'benefit_to = date "2024-11-30"', '"救助资金"', '"医疗救助资金"'))
    local function width(line)
      local columns = 0
      for _, c in utf8.codes(line) do columns = columns + (c >= 0x2E80 and 2 or 1) end
      return columns
    end
    local found = diff("shixian/2024", other, roster)
    local longest = ""
    for _, row in ipairs(found.transitions) do if #row.changes > #longest then longest = row.changes end end
    assert.is_true(width(longest) > 118)
    for lang, title in pairs { en = "What changes, and for how many\n", zh = "变了什么，涉及多少人\n" } do
      local _, out = run("shixian/2024", other, roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress", "--lang", lang)
      local rows, at = out:match(title .. "(.-)\n\n"), {}
      for line in rows:gmatch "[^\n]+" do
        assert.is_true(width(line) <= 118, line)
        assert.is_nil(line:find " $")
        at[#at + 1] = line
      end
      assert.is_true(#at > 3 * #found.transitions)
      if lang == "en" then -- every part that fits stands on one line
        for part in (longest .. "; "):gmatch "(.-); " do
          assert.truthy(width(part) > 45 or rows:find(part, 1, true), part)
        end
      end
    end
  end)

  it("finds as many winners one way as losers the other", function ()
    program.write(other, text("subsidy = yuan(190)", "subsidy = yuan(200)", 'date "2023-12-31", benefit', 'date "2024-01-05", benefit'))
    local there, back = diff("shixian/2024", other, roster), diff(other, "shixian/2024", roster)
    for i, row in ipairs(there.money) do assert.equal(0, row.difference + back.money[i].difference, row.figure) end
    assert.equal(by(there.gains, "who").better.people, by(back.gains, "who").worse.people)
    assert.is_true(by(there.gains, "who").better.people > 0)
  end)

  it("ends with 0 where both say the same, and touch nobody", function ()
    local found, status = diff("shixian/2024", trial.path, roster)
    assert.equal(0, status)
    assert.equal("0 of 5", found.changed_of)
  end)

  it("lets the gates alone decide the exit code", function ()
    program.write(other, text("yuan(380)", "yuan(410)"))
    assert.equal(0, select(2, diff("shixian/2024", other, roster, "--gate", "worse_off<=3")))
    local found, status, err = diff("shixian/2024", other, roster, "--gate", "worse_off<=2")
    assert.equal(1, status)
    assert.equal(1, #found.gates)
    assert.truthy(err:find("canbao: the gate worse_off<=2 is crossed", 1, true))
  end)

  it("writes every changed resident with both decisions", function ()
    program.write(other, text("yuan(380)", "yuan(410)"))
    local list = folder .. "/changed.csv"
    assert.equal(3, diff("shixian/2024", other, roster, "--residents", list).residents_rows)
    assert.same({ "380", "410" }, { program.rows(list)[1].premium, program.rows(list)[1].premium_scenario })
  end)

  -- The list of those whom 30 yuan more and a later deadline touch, as it stands in the file.
  local list
  local function listed(...)
    list = folder .. "/changed.csv"
    program.write(other, text("yuan(380)", "yuan(410)", "2023-12-31\", benefit", "2024-01-05\", benefit"))
    local status, _, err = run("shixian/2024", other, roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress",
      "--residents", list, ...)
    assert.equal(1, status, err)
    return program.read(list)
  end
  local heads = { "eligible", "eligibility", "identity", "premium", "subsidy", "personal_due", "fiscal", "fund", "certifier", "deadline",
    "status", "benefit_from", "benefit_to", "refund", "case", "articles", "doubts", "problem" }

  it("lists them by row and line, in codes whatever the language", function ()
    local wanted = "row,line,id_number,town,village,household_id,change,gain,changed"
    for _, name in ipairs(heads) do wanted = wanted .. "," .. name .. "," .. name .. "_scenario" end
    local id = trial.ids
    wanted = wanted .. "\n"
      .. "1,2," .. id[1] .. ",东镇,一村,H1,worse,-30,premium、personal_due、deadline,true,true,本县户籍居民,本县户籍居民,,,380,410,0,0,380,410,"
      .. "640,640,,,,,2023-12-31,2024-01-05,on_time,on_time,2024-01-01,2024-01-01,2024-12-31,2024-12-31,0,0,1,1,一、二、三,一、二、三,,,,\n"
      .. "2,3," .. id[2] .. ",东镇,二村,H2,worse,-30,premium、personal_due、deadline,true,true,本县户籍居民,本县户籍居民,低保对象,低保对象,"
      .. "380,410,190,190,190,220,640,640,救助资金,救助资金,,,2023-12-31,2024-01-05,overdue,overdue,,,,,0,0,2,2,一、二、二1、三,一、二、二1、三,"
      .. "低保按缴费日认定,低保按缴费日认定,,\n"
      .. "3,4," .. id[3] .. ",西镇街道,三村,H3,mixed,-30,premium、personal_due、deadline、status、benefit_from、benefit_to、enrolled、"
      .. "counted,true,true,本县户籍居民,"
      .. "本县户籍居民,孤儿,孤儿,380,410,285.5,285.5,94.5,124.5,640,640,儿童资金,儿童资金,,,2023-12-31,2024-01-05,not_accepted,on_time,,"
      .. "2024-01-01,,2024-12-31,0,0,3,3,一、二、二2、三,一、二、二2、三,,,,\n"
    assert.equal(wanted, listed())
    assert.equal(wanted, listed("--lang", "zh"))
  end)

  it("numbers their lines as a spreadsheet does: titles and blank lines count, a record is one", function ()
    roster = program.write(folder .. "/titled.csv", "试县花名册\n" .. trial.headings .. "\n\n" .. trial.ids[1] .. ",甲一,东镇,一村,H1,别县,,,,\"a\nb\"\n"
      .. trial.rows[2] .. "\n")
    listed()
    local rows = program.rows(list)
    assert.equal(1, #rows)
    assert.same({ "2", "5", trial.ids[2] }, { rows[1].row, rows[1].line, rows[1].id_number })
  end)

  it("lists them for a spreadsheet in the words of the screen, ID numbers kept", function ()
    local function kept(id) return '"=""' .. id .. '"""' end
    local wanted = "\xEF\xBB\xBF花名册行号,文件中的行,身份证号,乡镇,村,户号,得失,得失金额（元）,变化"
    for _, name in ipairs { "可以参保", "参保依据", "资助身份", "个人缴费标准", "资助金额", "个人应缴", "财政补助", "资助资金", "认定部门",
      "缴费截止日", "参保状态", "待遇开始日", "待遇结束日", "应退金额", "情形编号", "条款", "存疑", "问题" } do
      wanted = wanted .. "," .. name .. "（基准）," .. name .. "（情景）"
    end
    local id = trial.ids
    wanted = wanted .. "\n1,2," .. kept(id[1]) .. ",东镇,一村,H1,受损,-30,个人缴费标准、个人应缴、缴费截止日,是,是,本县户籍居民,本县户籍居民,,,380,410,"
      .. "0,0,380,410,640,640,,,,,2023-12-31,2024-01-05,按期缴费,按期缴费,2024-01-01,2024-01-01,2024-12-31,2024-12-31,0,0,1,1,一、二、三,"
      .. "一、二、三,,,,\n"
    assert.equal(wanted, listed("--lang", "zh", "--spreadsheet"):match "^[^\n]*\n[^\n]*\n")
    assert.truthy(program.read(list):find("\n3,4," .. kept(id[3]) .. ",西镇街道,三村,H3,有得有失,-30,个人缴费标准、个人应缴、缴费截止日、参保状态、"
      .. "待遇开始日、待遇结束日、已参保、计入任务,是,是,", 1, true))
    assert.truthy(program.read(list):find(",缴费不予受理,按期缴费,,2024-01-01,,2024-12-31,", 1, true))
    assert.truthy(listed("--lang", "zh", "--spreadsheet", "--mask"):find("\n1,2," .. kept "990001********0018" .. ",东镇,", 1, true))
    local english = listed("--spreadsheet")
    assert.equal("\xEF\xBB\xBFrow,line,id_number,town,village,household_id,change,gain,changed,eligible,eligible_scenario,",
      english:match "^.-eligible_scenario,")
    assert.truthy(english:find("\n1,2," .. kept(id[1]) .. ",东镇,一村,H1,worse off,-30,premium、personal_due、deadline,yes,yes,本县户籍居民,", 1, true))
    assert.truthy(english:find('H3,"better in one thing, worse in another",-30,', 1, true))
  end)

  it("refuses a name under which no spreadsheet opens the list, and a form without a list", function ()
    local function fails(message, ...)
      local status, out, err = run("shixian/2024", "shixian/2024", roster, "--rules-dir", rules, ...)
      assert.same({ 2, "", "canbao: " .. message .. "\nusage: canbao diff A B [ROSTER] [options]; canbao diff --help says more\n" },
        { status, out, err })
    end
    for name, ending in pairs { ["c.xlsx"] = ".xlsx", ["c.Xls"] = ".xls", ["名单.et"] = ".et" } do
      fails("--residents: the list is CSV, which Excel and WPS do not open under a name that ends in " .. ending
        .. ": give a name that ends in .csv", "--residents", folder .. "/" .. name)
      assert.is_nil(program.read(folder .. "/" .. name))
    end
    fails("--spreadsheet says how the list of residents is written: give --residents FILE too", "--spreadsheet")
  end)

  it("parts in Chinese what changes as Chinese does", function ()
    program.write(other, text("yuan(380)", "yuan(410)"))
    local _, out = run("shixian/2024", other, roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress", "--lang", "zh")
    assert.truthy(out:find("个人缴费标准 380 → 410（条文 二）；个人应缴 ", 1, true), out)
  end)

  it("says so when the two are for different years", function ()
    program.write(other, text("year = 2024", "year = 2025"))
    local found = diff("shixian/2024", other, roster)
    assert.equal("The scripts are for different years (2024 and 2025): both decide the same entries, payments and days as they stand, "
      .. "as of 2024-01-10.", found.notes[1])
    assert.equal("0 of 5", found.changed_of)
  end)

  it("decides one roster by the fields and effects of each of two counties", function ()
    rules = "rules"
    local found, status, err = diff("lingbi/2023", "linyi/2024", "examples/lingbi_2023.csv")
    assert.equal(1, status, err)
    local function enrolled(script)
      local code, out = program.run("eval", script, "examples/lingbi_2023.csv", "--as-of", "2024-01-10", "--no-progress", "--json")
      assert.equal(0, code)
      local sum = 0
      for _, row in ipairs(dkjson.decode(out).by_town) do sum = sum + row.enrolled end
      return sum
    end
    local people = by(found.people, "figure").enrolled
    assert.same({ enrolled "lingbi/2023", enrolled "linyi/2024" }, { people.base, people.scenario })
    assert.truthy(found.notes[2]:find("The scripts are for different places (灵璧县 and 临猗县)", 1, true))
  end)

  it("says of each side which decisions its rules cannot come to", function ()
    program.write(other, text(', fiscal = yuan(640)', ""))
    local status, _, err = run("shixian/2024", other, roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress")
    assert.equal(3, status)
    assert.truthy(err:find("residents end in a gap under " .. other .. "; canbao eval says where", 1, true))
  end)
end)
