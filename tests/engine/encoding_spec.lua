-- One roster in two encodings: GB18030 with Chinese headings under a title row must be decided as its UTF-8 twin is, byte
-- for byte. What may differ is listed in each test and is nothing but the layout itself.

local program = require "tests.support.program"

local counties = {
  { rules = "lingbi/2023", example = "examples/lingbi_2023.csv", as_of = "2023-03-01" },
  { rules = "lezhi/2024", example = "examples/lezhi_2024.csv", as_of = "2024-03-01" },
  { rules = "linyi/2024", example = "examples/linyi_2024.csv", as_of = "2023-12-26" },
}

local folder
setup(function () folder = program.folder() end)
teardown(function () program.remove(folder) end)

-- Decides a roster: the result, the problems, the manifest and what was printed as JSON, each as text.
local function decide(county, roster)
  local result = folder .. "/result.csv"
  local status, out, err = program.run("eval", county.rules, roster, "--as-of", county.as_of, "-o", result, "--json")
  assert.are.equal(0, status, err)
  return { result = program.read(result), problems = program.read(result .. ".problems.csv"),
    manifest = program.read(result .. ".manifest.json"), printed = out }
end

local function synth(county, name, ...)
  local path = folder .. "/" .. name
  local status, _, err = program.run("synth", county.rules, "-n", "3000", "--seed", "11", "-o", path, ...)
  assert.are.equal(0, status, err)
  return path
end

-- Without the encoding's name: the only words of the printed summary that may differ.
local function without_encoding(text)
  local bare, times = text:gsub('("encoding":%s*)"[^"]*"', "%1")
  assert.are.equal(1, times)
  return bare
end

local function encoding_of(text) return text:match '"encoding":%s*"([^"]*)"' end

-- Where a line is named it is one further down under a title row; whole rows and values stay.
local function one_line_up(problems)
  local lines = {}
  for i, record in ipairs(program.records(problems)) do
    if i > 1 and record[2] ~= "" then record[2] = tostring(tonumber(record[2]) - 1) end
    record[5] = record[5]:gsub("(stands in line )(%d+)", function (words, n) return words .. tonumber(n) - 1 end)
    lines[i] = table.concat(record, "|")
  end
  return table.concat(lines, "\n")
end

local function as_they_are(problems)
  local lines = {}
  for i, record in ipairs(program.records(problems)) do lines[i] = table.concat(record, "|") end
  return table.concat(lines, "\n")
end

for _, county in ipairs(counties) do
  describe("a dirty roster of " .. county.rules .. " in GB18030 under a title row", function ()
    local utf8, gb18030

    setup(function ()
      utf8 = decide(county, synth(county, "utf8.csv", "--dirty-rate", "5"))
      gb18030 = decide(county, synth(county, "gb18030.csv", "--dirty-rate", "5", "--encoding", "gb18030", "--title-row"))
    end)

    it("is recognised", function ()
      assert.are.equal("GB18030", encoding_of(gb18030.printed))
      assert.are.equal("UTF-8", encoding_of(utf8.printed))
    end)

    it("has the same result file as its UTF-8 twin, byte for byte", function ()
      assert.is_true(#utf8.result > 300000)
      assert.is_true(utf8.result == gb18030.result)
    end)

    it("has the same problems, one line further down", function ()
      assert.is_truthy(utf8.problems:find("is not a date", 1, true))
      assert.are.equal(as_they_are(utf8.problems), one_line_up(gb18030.problems))
    end)
  end)

  describe("the example roster of " .. county.rules, function ()
    it("in GB18030 is decided as it is in UTF-8: result, problems and figures", function ()
      local path = folder .. "/converted.csv"
      local status, _, err = program.shell(("iconv -f UTF-8 -t GB18030 %s > %s"):format(county.example, program.quote(path)))
      assert.are.equal(0, status, err)
      local twin, converted = decide(county, county.example), decide(county, path)
      assert.is_true(twin.result == converted.result)
      assert.is_true(twin.problems == converted.problems)
      assert.are.equal("GB18030", encoding_of(converted.printed))
      -- The first problem of a kind is named by its line here, and the lines are the same.
      assert.are.equal(without_encoding(twin.printed), without_encoding(converted.printed))
    end)
  end)
end

describe("a clean roster", function ()
  it("is decided alike with Chinese or English headings, with or without a title row or byte order mark, in either encoding",
    function ()
      local county = counties[1]
      local first = decide(county, synth(county, "first.csv")).result
      for i, options in ipairs {
        { "--headings", "en" }, { "--title-row" }, { "--encoding", "utf8-bom" }, { "--encoding", "gb18030" },
        { "--encoding", "gb18030", "--headings", "en" }, { "--encoding", "utf8-bom", "--title-row", "--headings", "en" },
        { "--encoding", "gb18030", "--title-row" } } do
        local again = decide(county, synth(county, "again.csv", table.unpack(options))).result
        assert.is_true(first == again, "layout " .. i .. " is decided otherwise")
      end
    end)

  it("is decided otherwise when one resident pays a day later: the comparison can fail", function ()
    local county = counties[1]
    local path = synth(county, "first.csv")
    local first = decide(county, path).result
    local text, times = program.read(path):gsub(",2022%-12%-31,350,", ",2023-01-01,350,", 1)
    assert.are.equal(1, times)
    assert.is_false(first == decide(county, program.write(path, text)).result)
  end)
end)
