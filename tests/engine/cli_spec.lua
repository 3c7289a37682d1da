-- The program's frame: verbs, options, errors with the nearest name, exit codes, tables and their JSON.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

-- A usage error: exit 2, nothing on standard output, this on standard error.
local function refuses(message, ...)
  local status, out, err = program.run(...)
  assert.equal(2, status, err)
  assert.equal("", out)
  assert.equal("canbao: " .. message, err:match "^[^\n]*")
end

describe("the verb", function ()
  it("is needed: without one the help stands on standard error", function ()
    local status, out, err = program.run()
    assert.equal(2, status)
    assert.equal("", out)
    assert.truthy(err:find("usage: canbao VERB [RULES] [FILES] [options]", 1, true))
  end)

  it("that is not known is answered with the nearest one", function ()
    refuses('there is no verb "evall"; did you mean eval?', "evall")
    refuses('there is no verb "xylophone"; canbao --help lists them', "xylophone")
  end)

  it("is shown by --help with every other, on standard output", function ()
    local status, out = program.run "--help"
    assert.equal(0, status)
    for _, verb in ipairs { "list", "new", "check", "test", "eval", "explain", "towns", "gaps", "synth" } do
      assert.truthy(out:find("\n  " .. verb .. " +%S"), verb)
    end
  end)

  it("has a help of its own that lists its options and no other verb's", function ()
    local status, out = program.run("eval", "--help")
    assert.equal(0, status)
    assert.truthy(out:find("usage: canbao eval RULES ROSTER [options]", 1, true))
    for _, option in ipairs { "-o, --output FILE", "--as-of DAY", "--set ARTICLE.EFFECT=VALUE", "--json", "--mask", "--lang LANG" } do
      assert.truthy(out:find(option, 1, true), option)
    end
    assert.falsy(out:find("--dirty", 1, true))
  end)

  it("gives way to --version", function ()
    local status, out = program.run "--version"
    assert.equal(0, status)
    assert.truthy(out:find "^canbao %d+%.%d+%.%d+\n$")
  end)
end)

describe("options", function ()
  it("that are not known are answered with the nearest one of this verb", function ()
    refuses("there is no option --as-off here; did you mean --as-of?", "eval", "a", "b", "--as-off", "2023-01-01")
    refuses("there is no option --zzzzzzzz here", "eval", "a", "b", "--zzzzzzzz")
    refuses("there is no option -q here", "eval", "a", "b", "-q")
  end)

  it("of another verb are refused", function ()
    refuses("there is no option --dirty here", "eval", "a", "b", "--dirty")
  end)

  it("need their values, and only theirs", function ()
    refuses("--as-of needs a value", "eval", "a", "b", "--as-of")
    refuses("--output needs a value", "eval", "a", "b", "--output=")
    refuses("--json takes no value", "eval", "a", "b", "--json=yes")
    refuses('--as-of takes a day such as 2023-02-28, not "2023-02-29"', "eval", "a", "b", "--as-of", "2023-02-29")
    refuses('--threads takes a whole number, not "2x"', "eval", "a", "b", "--threads", "2x")
    refuses('--threads takes a whole number, not "-1"', "eval", "a", "b", "--threads=-1")
    refuses("--as-of is given twice", "eval", "a", "b", "--as-of=2023-01-01", "--as-of=2023-01-02")
  end)

  it("--set names an article, an effect and a value", function ()
    for _, wrong in ipairs { "premium=3", "a.=3", ".premium=3", "a.premium", "a.premium=" } do
      refuses(('--set takes ARTICLE.EFFECT=VALUE, not "%s"'):format(wrong), "eval", "a", "b", "--set", wrong)
    end
  end)

  it("come before, between or after the arguments, until --", function ()
    refuses("eval needs more arguments", "eval", "--json", "a")
    refuses('eval has no use for "--json"', "eval", "a", "b", "--", "--json")
    refuses('eval has no use for "c"', "eval", "a", "--json", "b", "c")
  end)

  it("never print control characters back", function ()
    refuses([[there is no option --\x1B[31m here]], "eval", "a", "b", "--\27[31m")
  end)
end)

describe("the language", function ()
  it("is Chinese with --lang zh, for usage errors too", function ()
    local status, _, err = program.run("--lang", "zh", "evall")
    assert.equal(2, status)
    assert.truthy(err:find("[\xE4-\xE9][\x80-\xBF][\x80-\xBF]"), err)
    status, _, err = program.run("eval", "a", "--lang=zh")
    assert.equal(2, status)
    assert.truthy(err:find("[\xE4-\xE9][\x80-\xBF][\x80-\xBF]"), err)
  end)

  it("is one of two", function ()
    refuses('--lang takes en or zh, not "fr"', "eval", "a", "b", "--lang", "fr")
  end)
end)

describe("tables", function ()
  local folder, rules, roster
  setup(function ()
    folder = program.folder()
    rules, roster = trial.write(folder), trial.roster(folder)
  end)
  teardown(function () program.remove(folder) end)

  -- Columns a text takes: a character of three bytes here is a wide one.
  local function width(text)
    local n = 0
    for c in text:gmatch "[%z\1-\x7F\xC2-\xF4][\x80-\xBF]*" do n = n + (#c == 3 and 2 or 1) end
    return n
  end

  it("stand aligned, wide characters counted double", function ()
    local status, out = program.run("eval", "shixian", roster, "--rules-dir", rules, "--as-of", "2024-01-10")
    assert.equal(0, status)
    local block = assert(out:match "By town\n(.-)\n\n")
    local widths = {}
    for line in block:gmatch "[^\n]+" do widths[#widths + 1] = width(line) end
    assert.equal(5, #widths)
    for _, w in ipairs(widths) do assert.equal(widths[2], w, block) end
    assert.truthy(block:find("西镇街道 ", 1, true), block)
  end)

  it("are the same as JSON, money as exact digits", function ()
    local status, out = program.run("eval", "shixian", roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--json")
    assert.equal(0, status)
    local json = assert(dkjson.decode(out))
    assert.equal(5, json.residents)
    assert.same({ fund = "救助资金", people = 1, enrolled = 0, subsidy = 190, subsidy_enrolled = 0 }, json.by_fund[1])
    assert.same({ fund = "儿童资金", people = 1, enrolled = 0, subsidy = 285.5, subsidy_enrolled = 0 }, json.by_fund[2])
    assert.truthy(out:find('"subsidy":	285.5,', 1, true))
    assert.equal("", json.by_town[3].town)
  end)

  it("are cut by --limit, which says how many rows are left", function ()
    local _, out = program.run("eval", "shixian", roster, "--rules-dir", rules, "--limit", "1", "--as-of", "2024-01-10")
    assert.falsy(out:find("西镇街道", 1, true))
    assert.truthy(out:find("2 more rows; --limit shows more", 1, true))
  end)

  it("say so when standard output cannot be written", function ()
    local status, _, err = program.shell(("%s/canbao eval shixian %s --rules-dir %s --lang en >/dev/full"):format(
      program.build, roster, rules))
    assert.equal(4, status)
    assert.equal("canbao: standard output cannot be written\n", err)
  end)
end)
