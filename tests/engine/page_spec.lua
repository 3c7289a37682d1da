-- canbao whatif --html: one page, well-formed, with the figures of --json, without an ID number or anything from the network,
-- and wide enough for a desk and narrow enough for a phone.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local browser = require "tests.support.browser"
local markup = require "tests.support.markup"
local dkjson = require "dkjson"

local folder, rules, roster
setup(function ()
  folder = program.folder()
  rules = trial.write(folder)
  roster = trial.roster(folder)
end)
teardown(function () program.remove(folder) end)

local function scenario(name, text)
  os.execute("mkdir -p " .. program.quote(folder .. "/scripts"))
  program.write(folder .. "/scripts/" .. name .. ".lua", text)
end

local function county(...)
  return program.run("whatif", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress", ...)
end

local function lingbi(...)
  return program.run("whatif", "lingbi/2023", "examples/lingbi_2023.csv", "--as-of", "2023-03-01", "--no-progress",
    "--scenario", "premium_380", "--set", "三（二）2.subsidy=330", "--set", "三（三）.deadline=2022-12-15", ...)
end

-- The page of a run, and the run's status and complaints.
local function page(run, ...)
  local path = folder .. "/page.html"
  os.remove(path)
  local status, _, err = run("--html", path, ...)
  return assert(program.read(path), err), status, err
end

local texts, grouped = markup.texts, markup.grouped

describe("the page of a comparison", function ()
  it("is well-formed, is one file, and needs nothing from anywhere", function ()
    for _, language in ipairs { "en", "zh" } do
      local source = page(lingbi, "--lang", language, "--attribute", "--gate", "worse_off=0")
      texts(source)
      for _, word in ipairs { "http", "//", "<script", "<link", "<img", "@import", "url(", "src=" } do
        assert.is_nil(source:find(word, 1, true), word)
      end
    end
  end)

  it("has the figures that --json has", function ()
    local _, out = lingbi("--json", "--attribute")
    local found = dkjson.decode(out)
    local there = {}
    for _, text in ipairs(texts((page(lingbi, "--lang", "en", "--attribute")))) do there[text] = true end
    for _, row in ipairs(found.money) do
      assert.truthy(there[grouped(row.base)], row.figure .. " " .. grouped(row.base))
      assert.truthy(there[grouped(row.scenario)], row.figure)
      assert.truthy(there[grouped(row.difference, true)], row.figure)
      assert.truthy(there[grouped(row.low)] and there[grouped(row.high)], row.figure)
    end
    for _, row in ipairs(found.by_status) do assert.truthy(there[grouped(row.people_scenario)], row.status) end
    for _, row in ipairs(found.attribution) do
      assert.truthy(there[grouped(row.in_order, true)] and there[grouped(row.order_free, true)], row.edit)
    end
    for i = 1, 12 do assert.truthy(there[grouped(found.transitions[i].residents)]) end
    assert.truthy(there[found.roster_sha256])
  end)

  it("shows ID numbers to nobody", function ()
    local source = page(county, "--set", "二.premium=410", "--gate", "worse_off=0")
    for _, id in ipairs(trial.ids) do assert.is_nil(source:find(id, 1, true)) end
    assert.is_nil(source:gsub("<code>%x+</code>", ""):find(("%d"):rep(15)))
  end)

  it("masks an ID number even where a scenario's words hold one", function ()
    scenario("named", ('scenario "为 %s 一人改"\nset "二" { premium = yuan(410) }'):format(trial.ids[1]))
    local source = page(county, "--scenario", "named")
    assert.is_nil(source:find(trial.ids[1], 1, true))
    assert.truthy(source:find(trial.ids[1]:sub(1, 6) .. "********" .. trial.ids[1]:sub(15), 1, true))
  end)

  it("says in words what is different", function ()
    local source = page(lingbi, "--lang", "en")
    for _, words in ipairs {
      "article 三（二） (筹资标准：财政补助与个人缴费): premium 350 → 380 yuan",
      "article 三（二）2 (低保对象定额资助): subsidy 300 → 330 yuan",
      "article 三（三） (集中参保缴费期): deadline 2022-12-31 → 2022-12-15" } do
      assert.truthy(source:find("<li>" .. words, 1, true), words)
    end
    scenario("other", [[scenario "另一种"
drop "二2"
replace "二1" "低保对象改按比例" { share = percent(60), fund = "救助资金", when = is "低保对象" }
article "二3" "特困人员资助" { subsidy = yuan(300), fund = "救助资金", when = is "特困人员" }]])
    source = page(county, "--scenario", "other")
    for _, words in ipairs { "dropped: article 二2 (孤儿资助)", "replaced: article 二1 (低保对象定额资助)", "added: article 二3 (特困人员资助)" } do
      assert.truthy(source:find(words, 1, true), words)
    end
  end)

  it("tells held gates from crossed ones by a word, not by colour", function ()
    local source, status = page(county, "--set", "二.premium=410", "--gate", "worse_off=0", "--gate", "cost<=base")
    assert.equal(1, status)
    assert.truthy(source:find("✗ crossed", 1, true))
    assert.truthy(source:find("✓ held", 1, true))
  end)

  it("keeps what is assumed about behaviour apart", function ()
    scenario("cheaper", 'scenario "便宜些"\nset "二" { premium = yuan(360) }\nassume "每少缴一元，千分之二会参保" (ratio(2, 1000))')
    local source = page(county, "--scenario", "cheaper")
    assert.truthy(source:find("If behaviour changes, too", 1, true))
    assert.truthy(source:find("每少缴一元，千分之二会参保", 1, true))
    assert.is_nil((page(county, "--set", "二.premium=360")):find("If behaviour changes", 1, true))
  end)

  it("says loudly that nothing changed", function ()
    assert.truthy((page(county, "--set", "二.premium=380")):find("Nothing changed: no resident", 1, true))
    assert.is_nil((page(county, "--set", "二.premium=381")):find("Nothing changed", 1, true))
  end)

  it("warns where the rules come to no decision, instead of passing it for a saving", function ()
    scenario("hole", 'scenario "缺口"\ndrop "三"')
    local source, status = page(county, "--scenario", "hole")
    assert.equal(3, status)
    assert.truthy(source:find("In the scenario the rules come to no decision for 3 residents", 1, true))
    assert.is_nil((page(county, "--set", "二.premium=410")):find("come to no decision", 1, true))
  end)

  it("shows the townships for which something changes, as --json has them", function ()
    local function linyi(...)
      return program.run("whatif", "linyi/2024", "examples/linyi_2024.csv", "--as-of", "2023-12-26", "--no-progress", ...)
    end
    local _, out = linyi("--json", "--set", "一.deadline=2023-12-10")
    local there = table.concat(texts((page(linyi, "--set", "一.deadline=2023-12-10"))), "\n")
    local moved = 0
    for _, town in ipairs(dkjson.decode(out).towns) do
      if town.rank and town.counted ~= town.counted_scenario and town.rank ~= town.rank_scenario then
        moved = moved + 1
        assert.truthy(there:find(("\n%s\n%d → %d\n%d → %d\n"):format(town.town, town.counted, town.counted_scenario, town.rank,
          town.rank_scenario), 1, true), town.town)
      end
    end
    assert.truthy(moved > 5)
    assert.truthy((page(linyi, "--set", "三.premium=390")):find("No township&#39;s count, rank or reward changes.", 1, true))
  end)

  it("lists the doubts that the decisions rest on, with how many do", function ()
    local there = texts((page(county, "--set", "二.premium=410")))
    local at
    for i, text in ipairs(there) do if text == "低保按缴费日认定" then at = i end end
    assert.equal("通知没有写明以哪天的身份为准；按缴费日", there[at + 1])
    assert.equal("2", there[at + 2])
  end)

  it("is the same every time, but for when it was made", function ()
    local function timeless() return (page(lingbi, "--lang", "zh", "--attribute"):gsub("<time>.-</time>", "")) end
    assert.equal(timeless(), timeless())
  end)

  it("holds no markup of strangers: titles, towns, funds and labels are escaped", function ()
    local own = program.folder()
    local evil = [[<script>alert(1)</script>'\" onload=x ]]
    local strange = trial.write(own, '"救助资金"', '"' .. evil .. ']]> &amp; \\u{202e}"', '"缴费标准"', '"' .. evil .. '"')
    local rows = { trial.rows[1], (trial.rows[2]:gsub("东镇", "<b>东镇</b>"):gsub(",,,", ",2023-10-01,190,")) }
    os.execute("mkdir -p " .. program.quote(own .. "/scripts"))
    program.write(own .. "/scripts/evil.lua", 'scenario "</title></h1>' .. evil .. '"\nset "二" { premium = yuan(400) }\nset "二1" { subsidy = yuan(200) }')
    local path = own .. "/page.html"
    local status, _, err = program.run("whatif", "shixian/2024", trial.roster(own, rows), "--rules-dir", strange, "--as-of", "2024-01-10",
      "--no-progress", "--scenario", "evil", "--attribute", "--html", path)
    local source = assert(program.read(path), err)
    assert.equal(0, status, err)
    local there = table.concat(texts(source), "\n")
    assert.is_nil(source:find("<script", 1, true))
    assert.is_nil(source:find("\u{202e}", 1, true))
    assert.truthy(there:find("</title></h1><script>alert(1)</script>'\" onload=x", 1, true))
    assert.truthy(there:find("]]> &amp; \\u{202E}", 1, true))
    program.remove(own)
  end)

  it("leaves an older page as it is when it cannot be written, and no half of one", function ()
    local there = folder .. "/nowhere/page.html"
    local status, out, err = county("--set", "二.premium=410", "--html", there)
    assert.equal(4, status)
    assert.equal("", out)
    assert.truthy(err:find(there, 1, true))
    assert.is_nil(program.read(there))
  end)

  it("never takes the place of the roster or of the list of residents", function ()
    local before = program.read(roster)
    local status, _, err = county("--set", "二.premium=410", "--html", roster)
    assert.equal(2, status)
    assert.equal(before, program.read(roster))
    assert.truthy(err:find("--html names the roster itself; the page needs a name of its own", 1, true))
    status, _, err = county("--set", "二.premium=410", "--html", folder .. "/x", "--residents", folder .. "/x")
    assert.equal(2, status)
    assert.truthy(err:find("--html and --residents name one file; each needs its own", 1, true))
  end)
end)

describe("a page's texts", function ()
  it("are escaped in elements and attributes alike, masked, and shown where they cannot be", function ()
    local path = folder .. "/texts.html"
    local id = trial.ids[1]
    require("tests.support.run").unit("page", "text", path) {
      [[<a href="x" onclick='y'>&amp;</a>]], "\\x01\\x7F\\xFF", "a " .. id .. " b", ("甲"):rep(400) .. "<" .. id .. ">" }
    local source = program.read(path)
    local there = texts(source)
    local masked = id:sub(1, 6) .. "********" .. id:sub(15)
    assert.same({ "Texts", [[<a href="x" onclick='y'>&amp;</a>]], "\\x01\\x7F\\xFF", "a " .. masked .. " b",
      ("甲"):rep(400) .. "<" .. masked .. ">" }, there)
    assert.truthy(source:find('title="&lt;a href=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;"', 1, true))
    assert.is_nil(source:find(id, 1, true))
  end)
end)

describe("a page's figures", function ()
  it("have separators, a real minus, and the unit that fits", function ()
    local run = require "tests.support.run"
    assert.same({ "0 0 0", "0.01 +0.01 0.01", "−0.5 −0.5 −0.5", "350 +350 350", "1,119,250 +1,119,250 1.12 m",
      "−999,999.9 −999,999.9 −999,999.9", "1,000,000 +1,000,000 1.00 m", "9,994,999.99 +9,994,999.99 9.99 m",
      "9,995,000 +9,995,000 10.00 m", "1,234,567,890.12 +1,234,567,890.12 1.23 bn" },
      (run.unit("page", "number") { 0, 1, -50, 35000, 111925000, -99999990, 100000000, 999499999, 999500000, 123456789012 }))
  end)
end)

describe("a line chart", function ()
  local function line(points, kind, chosen)
    local path = folder .. "/line.html"
    local pipe = assert(io.popen(("%s page line %s %s %d"):format(program.quote(program.build .. "/unit"), program.quote(path), kind, chosen), "w"))
    pipe:write(table.concat(points, "\n"), "\n")
    assert(pipe:close())
    local source = program.read(path)
    texts(source)
    return source
  end

  it("marks the chosen point, with its exact figure", function ()
    local source = line({ "350 0", "380 18300012", "410 36600000" }, "money", 1)
    assert.equal(1, select(2, source:gsub('class="mark"', "")))
    assert.equal(2, select(2, source:gsub('class="point"', "")))
    assert.truthy(source:find(">183,000.12<", 1, true))
    assert.truthy(source:find('points="1700,214 5650,128 9600,41"', 1, true), source:match 'points="[^"]*"')
  end)

  it("has ticks at round figures, below the least and above the most", function ()
    local source = line({ "a -7", "b 18" }, "people", -1)
    local ticks = {}
    for tick in source:gmatch 'class="tick" x="0" y="%d+">([^<]*)' do ticks[#ticks + 1] = tick end
    assert.same({ "−10", "0", "10", "20" }, ticks)
    assert.is_nil(source:find('class="mark"', 1, true))
  end)

  it("can be drawn of one point, of equal ones and of the largest there are", function ()
    assert.truthy(line({ "only 5" }, "people", 0):find('class="mark"', 1, true))
    line({ "a 5", "b 5" }, "people", 0)
    line({ "a -900000000000000000", "b 900000000000000000" }, "money", 1)
  end)
end)

-- Where there is no chromium, nothing can be rendered: `make test` tries to install it, and says so when it cannot.
describe("in a browser, the page", function ()
  if not browser.there then
    print("chromium is not here: no page is rendered (bash scripts/deps.sh test installs it)")
    return
  end
  local long = ("无限长的资金名称"):rep(12) .. ("endless"):rep(20)
  local widths, sources, seen = { 1280, 375 }, { "English", "Chinese", "endless" }, {}

  setup(function ()
    local own = program.folder()
    local options = { "--attribute", "--gate", "worse_off=0", "--gate", "cost<=+5%" }
    local strange = trial.write(own, '"救助资金"', '"' .. long .. '"', '"缴费标准"', '"' .. long .. '"')
    local rows = { trial.rows[1], (trial.rows[2]:gsub(",,,", ",2023-10-01,190,")) }
    program.run("whatif", "shixian/2024", trial.roster(own, rows), "--rules-dir", strange, "--as-of", "2024-01-10", "--no-progress",
      "--set", "二.premium=400000000000", "--set", "二1.subsidy=123456789012.34", "--attribute", "--html", own .. "/page.html")
    local pages = { (page(lingbi, "--lang", "en", table.unpack(options))), (page(lingbi, "--lang", "zh", table.unpack(options))),
                    program.read(own .. "/page.html") }
    local list = {}
    for i = 1, 3 do
      for _, width in ipairs(widths) do list[#list + 1] = { pages[i], width } end
    end
    seen = browser.measure(own, list)
    program.remove(own)
  end)

  for i, name in ipairs(sources) do
    for k, width in ipairs(widths) do
      it(("stands within %d pixels: %s"):format(width, name == "endless" and "names and amounts without end" or name), function ()
        local at = seen[2 * i - 2 + k]
        assert.equal(width, at.width)
        assert.equal("", at.outside)
        assert.truthy(at.scroll <= width, ("%d pixels to be scrolled"):format(at.scroll))
        assert.equal(3, at.charts)
        assert.truthy(at.height > 1000)
      end)
    end
  end
end)
