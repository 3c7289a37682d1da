-- canbao sweep --html: one page, well-formed, with the figures of --json, its own point marked, without an ID number or anything
-- from the network, and wide enough for a desk and narrow enough for a phone.

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

local function county(...)
  return program.run("sweep", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress", ...)
end

local function lingbi(...)
  return program.run("sweep", "lingbi/2023", "examples/lingbi_2023.csv", "--as-of", "2023-03-01", "--no-progress",
    "--vary", "三（二）2.subsidy=290..320/10", ...)
end

-- The page of a run, and the run's status and complaints.
local function page(run, ...)
  local path = folder .. "/page.html"
  os.remove(path)
  local status, _, err = run("--html", path, ...)
  return assert(program.read(path), err), status, err
end

local function there(source) return table.concat(markup.texts(source), "\n") end

local function times(source, text)
  local n = 0
  for _ in source:gmatch((text:gsub("%p", "%%%0"))) do n = n + 1 end
  return n
end

describe("the page of a sweep", function ()
  it("is well-formed, is one file, and needs nothing from anywhere", function ()
    for _, language in ipairs { "en", "zh" } do
      local source = page(lingbi, "--lang", language, "--vary", "三（三）.deadline=2022-12-15,2022-12-31", "--gate", "worse_off=0")
      markup.texts(source)
      for _, word in ipairs { "http", "//", "<script", "<link", "<img", "@import", "url(", "src=" } do
        assert.is_nil(source:find(word, 1, true), word)
      end
    end
  end)

  it("has the figures that --json has, at every point", function ()
    local _, out = lingbi("--json")
    local text = there((page(lingbi)))
    for _, row in ipairs(dkjson.decode(out).sweep) do
      if row.row ~= "base" then
        local line = ("\n%s\n%s\n%s\n%s\n%s\n"):format(row["三（二）2.subsidy"], markup.grouped(row.cost),
          markup.grouped(row.cost_difference, true), markup.grouped(row.subsidy), markup.grouped(row.subsidy_difference, true))
        assert.truthy(text:find(line, 1, true), line)
      end
    end
    assert.truthy(text:find("1,119,250", 1, true))
    assert.truthy(text:find(dkjson.decode(out).roster_sha256, 1, true))
  end)

  it("says each measure's lowest and highest figure, and where", function ()
    local text = there((page(county, "--vary", "二.premium=350..440/30", "--measure", "personal_due", "--measure", "worse_off")))
    assert.truthy(text:find("lowest \n350\n (−30) at 350\n", 1, true))
    assert.truthy(text:find("highest \n440\n (+60) at 440\n", 1, true))
    assert.truthy(text:find("lowest \n0\n at 350 and 1 more\n", 1, true))
  end)

  it("marks the script's own value in each curve, once", function ()
    local source = page(lingbi)
    assert.equal(4, times(source, 'role="img"'))
    assert.equal(4, times(source, 'class="mark"'))
    assert.equal(4, times(source, 'class="tick marked"'))
    assert.truthy(source:find('class="tick marked"[^>]*>300<'))
    assert.truthy(source:find('class="figure marked"[^>]*>1,119,250<'))
  end)

  it("puts the script's own value into the curve where no point stands there", function ()
    local source = page(county, "--vary", "二.premium=350,400,500", "--measure", "personal_due")
    assert.truthy(source:find('class="figure marked"[^>]*>380<'))
    assert.truthy(source:find('points="[%d,]+ [%d,]+ [%d,]+ [%d,]+"'))
    source = page(county, "--vary", "二.premium=350,400,500", "--set", "二.fiscal=650", "--measure", "personal_due")
    assert.is_nil(source:find('class="mark"', 1, true))
    assert.truthy(source:find("The script&#39;s own values are not among the points", 1, true))
  end)

  it("orders a range that runs down, and keeps its distances", function ()
    local up = page(county, "--vary", "二.premium=350,400,500", "--measure", "personal_due"):match 'points="[^"]*"'
    assert.equal(up, page(county, "--vary", "二.premium=500,350,400", "--measure", "personal_due"):match 'points="[^"]*"')
    local x = {}
    for at in up:gmatch "(%d+),%d+" do x[#x + 1] = tonumber(at) end
    assert.truthy(math.abs((x[4] - x[1]) * 50 / 150 - (x[3] - x[1])) <= 1, up)
  end)

  it("tells two parameters' lines apart by dashes and shapes, not by colour alone", function ()
    local source = page(county, "--vary", "二.premium=350,380,410", "--vary", "二1.subsidy=180,190,200", "--measure", "personal_due")
    assert.equal(3, times(source, "<polyline"))
    for _, name in ipairs { "curve two", "curve three", "shape two", "shape three" } do
      assert.truthy(source:find('class="' .. name .. '"', 1, true), name)
    end
    for _, style in ipairs { "svg .two{stroke-dasharray", "svg .three{stroke-dasharray" } do assert.truthy(source:find(style, 1, true)) end
    assert.truthy(there(source):find("\n二1 subsidy 190\n", 1, true))
    assert.equal(1, times(source, 'class="mark"'))
  end)

  it("is a table for each measure where there were too many lines", function ()
    local source = page(county, "--vary", "二.premium=350..410/10", "--vary", "二1.subsidy=160..220/10", "--measure", "personal_due")
    assert.is_nil(source:find("<polyline", 1, true))
    local text = there(source)
    assert.truthy(text:find("\n380\n" .. ("380\n"):rep(3) .. "380\n ●\n", 1, true), text)
    assert.equal(1, times(text, "\n ●\n"))
  end)

  it("says plainly which points cannot stand, and draws no figure there", function ()
    os.execute("mkdir -p " .. program.quote(folder .. "/scripts"))
    program.write(folder .. "/scripts/twice.lua", 'scenario "twice"\narticle "三补" "补充" { deadline = date "2023-12-31" }')
    local source, status = page(county, "--scenario", "twice", "--vary", "三.deadline=2023-12-30,2023-12-31,2024-01-05", "--measure", "premium",
      "--measure", "enrolled")
    assert.equal(3, status)
    local text = there(source)
    assert.truthy(text:find("2 of 3 points cannot stand, and their figures must not be relied on; the first is 2023-12-30: conflict: 3 residents",
      1, true), text)
    assert.equal(4, times(source, 'class="gone"'))
    assert.truthy(text:find("cannot stand\n", 1, true))
  end)

  it("says that a parameter changes nothing", function ()
    roster = trial.roster(folder, { trial.rows[1] })
    local text = there((page(county, "--vary", "二2.subsidy=200,210", "--measure", "cost")))
    roster = trial.roster(folder)
    assert.truthy(text:find("\n二2 subsidy changes nothing: whatever its value, every resident's decision is the same\n", 1, true), text)
    assert.truthy(text:find("\nnothing changes\n", 1, true))
    assert.is_nil(there((page(county, "--vary", "二2.subsidy=200,210", "--measure", "cost"))):find("changes nothing", 1, true))
  end)

  it("holds the gates at every point, by a word and not by colour", function ()
    local source, status = page(lingbi, "--gate", "worse_off=0", "--gate", "cost<=+5%")
    assert.equal(1, status)
    local text = there(source)
    assert.truthy(text:find("\nworse_off=0\n✗ crossed at 1 of 4 points\n290\n–\n", 1, true))
    assert.truthy(text:find("\ncost<=+5%\n✓ held at 4 of 4 points\n–\n", 1, true))
    assert.equal(1, times(text, "✗ crosses worse_off=0"))
  end)

  it("keeps what is assumed about behaviour apart", function ()
    os.execute("mkdir -p " .. program.quote(folder .. "/scripts"))
    program.write(folder .. "/scripts/cheaper.lua", 'scenario "便宜些"\nassume "每少缴一元，千分之二会参保" (ratio(2, 1000))')
    local source = page(county, "--scenario", "cheaper", "--vary", "二.premium=360,370")
    local first = assert(source:find("If behaviour changes, too", 1, true))
    assert.truthy(source:find("<caption>每少缴一元，千分之二会参保</caption>", first, true))
    local behaviour = source:sub(first)
    for _, heading in ipairs { "concerned", "would enrol", "cost, yuan", "they pay, yuan" } do
      assert.equal(2, times(behaviour, ('data-label="%s"'):format(heading)), heading)
    end
    assert.is_nil((page(county, "--vary", "二.premium=360,370")):find("If behaviour changes", 1, true))
  end)

  it("shows ID numbers to nobody, not even where a scenario's words hold one", function ()
    os.execute("mkdir -p " .. program.quote(folder .. "/scripts"))
    program.write(folder .. "/scripts/named.lua", ('scenario "为 %s 一人改"'):format(trial.ids[1]))
    local source = page(county, "--scenario", "named", "--vary", "二.premium=360,370")
    for _, id in ipairs(trial.ids) do assert.is_nil(source:find(id, 1, true)) end
    assert.truthy(source:find(trial.ids[1]:sub(1, 6) .. "********", 1, true))
  end)

  it("is the same every time, but for when it was made", function ()
    local function timeless(...) return (page(lingbi, ...):gsub("<time>.-</time>", "")) end
    assert.equal(timeless("--threads", "1"), timeless("--threads", "2"))
  end)

  it("holds no markup of strangers", function ()
    local own = program.folder()
    local evil = [[<script>alert(1)</script>'\" onload=x ]]
    local strange = trial.write(own, '"缴费标准"', '"' .. evil .. '"')
    os.execute("mkdir -p " .. program.quote(own .. "/scripts"))
    program.write(own .. "/scripts/evil.lua", 'scenario "</title></h1>' .. evil .. '"\nassume "' .. evil .. '" (ratio(1, 1000))')
    local path = own .. "/page.html"
    local status, _, err = program.run("sweep", "shixian/2024", trial.roster(own), "--rules-dir", strange, "--as-of", "2024-01-10",
      "--no-progress", "--scenario", "evil", "--vary", "二.premium=370,380", "--html", path)
    local source = assert(program.read(path), err)
    assert.equal(0, status, err)
    assert.is_nil(source:find("<script", 1, true))
    assert.truthy(there(source):find("</title></h1><script>alert(1)</script>'\" onload=x", 1, true))
    program.remove(own)
  end)

  it("leaves no half of a page, and never takes the place of the roster or of the result", function ()
    local there_is_none = folder .. "/nowhere/page.html"
    local status, out, err = county("--vary", "二.premium=370,380", "--html", there_is_none)
    assert.equal(4, status)
    assert.equal("", out)
    assert.truthy(err:find(there_is_none, 1, true))
    local before = program.read(roster)
    local nothing
    status, nothing, err = county("--vary", "二.premium=370,380", "--html", roster)
    assert.equal("", nothing)
    assert.equal(2, status)
    assert.equal(before, program.read(roster))
    assert.truthy(err:find("--html names the roster itself; the page needs a name of its own", 1, true))
    status, nothing, err = county("--vary", "二.premium=370,380", "--html", folder .. "/x", "-o", folder .. "/x")
    assert.equal(2, status)
    assert.equal("", nothing)
    assert.truthy(err:find("--html and --output name one file; each needs its own", 1, true))
  end)
end)

-- Where there is no chromium, nothing can be rendered: `make test` tries to install it, and says so when it cannot.
describe("in a browser, a sweep's page", function ()
  if not browser.there then
    print("chromium is not here: no page is rendered (bash scripts/deps.sh test installs it)")
    return
  end
  local widths, seen = { 1280, 375 }, {}
  local sources = { "English", "Chinese, two parameters", "amounts without end", "tables instead of curves" }
  local charts = { 4, 5, 5, 0 }

  setup(function ()
    local own = program.folder()
    local gates = { "--gate", "worse_off=0", "--gate", "cost<=+5%" }
    local money = { "--measure", "cost", "--measure", "subsidy", "--measure", "fiscal", "--measure", "premium", "--measure",
                    "personal_due", "--measure", "worse_off" }
    local pages = {
      (page(lingbi, "--lang", "en", table.unpack(gates))),
      (page(lingbi, "--lang", "zh", "--vary", "三（三）.deadline=2022-12-15..2023-02-15/1m", table.unpack(gates))),
      (page(county, "--vary", "二.premium=380,100000000000,400000000000", "--vary", "二.fiscal=1,300000000000", table.unpack(money))),
      (page(county, "--vary", "二.premium=350..410/10", "--vary", "二1.subsidy=160..220/10", table.unpack(money))) }
    local list = {}
    for i = 1, #pages do
      for _, width in ipairs(widths) do list[#list + 1] = { pages[i], width } end
    end
    seen = browser.measure(own, list)
    program.remove(own)
  end)

  for i, name in ipairs(sources) do
    for k, width in ipairs(widths) do
      it(("stands within %d pixels: %s"):format(width, name), function ()
        local at = seen[2 * i - 2 + k]
        assert.equal(width, at.width)
        assert.equal("", at.outside)
        assert.truthy(at.scroll <= width, ("%d pixels to be scrolled"):format(at.scroll))
        assert.equal(charts[i], at.charts)
        assert.truthy(at.height > 1000)
      end)
    end
  end
end)
