-- Nothing personal where a person other than the result's reader could see it: every verb over a roster full of ID numbers and
-- names, also where they do not belong, and every output searched for them.

local program = require "tests.support.program"
local read, write = program.read, program.write

local folder, roster, result
local ids, names = {}, {}

-- The same number as it may stand in a file: mended ones are the same person's.
local function full_width(text)
  return (text:gsub("%d", function (digit) return utf8.char(0xFF10 + tonumber(digit)) end))
end

local function person(i)
  ids[i] = program.id(("99000119%02d0505%03d"):format(60 + i, i))
  names[i] = ({ "欧阳隐私", "司马秘密", "上官不宣", "诸葛无名", "夏侯保密", "尉迟匿名", "皇甫隐去", "长孙不露", "宇文藏名", "慕容讳言", "公孙密之", "南宫默然" })[i]
  return ids[i], names[i]
end

local function rows()
  local list = { "身份证号,姓名,性别,出生日期,户号,乡镇,户籍地,身份类别,残疾等级,缴费日期,缴费金额,联系人" }
  local function add(...) list[#list + 1] = table.concat({ ... }, ",") end
  for i = 1, 12 do person(i) end
  local id, name = ids, names
  add(id[1], name[1], "男", "", "H1", "灵城镇", "灵璧县", "低保对象", "", "2022-11-01", "50", name[2])
  add(id[1], name[1], "男", "", "H1", "灵城镇", "灵璧县", "", "", "2022-11-02", "380", id[2]) -- twice, another decision
  add(id[3]:sub(1, 17) .. (id[3]:sub(18) == "1" and "2" or "1"), name[3], "男", "", "H2", "灵城镇", "灵璧县", "", "", "", "", "") -- wrong check digit
  add(full_width(id[4]), name[4], "女", "", "H2", "灵城镇", "灵璧县", "", "", id[5], id[5], "") -- mended; an ID as a date, as money
  add(id[5], name[5], "女", "2001-02-03", "H3", id[6], "灵璧县", id[6], id[6], "2022-11-01", "380", "") -- an ID as town, label, grade
  add(id[6]:sub(1, 6) .. id[6]:sub(9, 17), name[6], "男", "", "H3", "灵城镇", "灵璧县", "", "", "2022-11-01", "-1", "") -- fifteen digits
  add(name[7], id[7], "男", "", "H4", "灵城镇", "灵璧县", "", "", "2022-11-01", "380", "") -- swapped
  add(id[8], name[8], "男", "", id[8], "灵城镇", "灵璧县", "特困人员", "", "", "", "") -- household named by an ID
  add(id[9], name[9], "男", "", "H5", "灵城镇", "", "", "", "2022-11-01", "380", "", "one too many " .. id[9]) -- ragged; unknown place
  add("'" .. id[10], name[10], "x" .. id[10], "1990-13-45", "H5", "灵城镇", "灵璧县", "孤儿", "9", "2030-01-01", "1e400", "")
  add('"' .. id[11], name[11], "男", "", "H6", "灵城镇", "灵璧县", "", "", "2022-11-01", "380", "") -- an open quote
  add(id[12], name[12], "男", "", "H7", "灵城镇", "灵璧县", "", "", "2022-11-01", "380", "")
  return table.concat(list, "\n") .. "\n"
end

-- Any run of fifteen digits is an ID number, full width too; names are the invented ones.
local function clean(what, text, by_name)
  for digits in text:gmatch "%d+" do assert.is_true(#digits < 15, what .. ": " .. digits) end
  for i, id in ipairs(ids) do
    assert.is_nil(text:find(id, 1, true), what .. " shows the ID number of " .. i)
    assert.is_nil(text:find(full_width(id), 1, true), what .. " shows the full-width ID number of " .. i)
    assert.is_nil(text:find(id:sub(1, 17), 1, true), what .. " shows most of the ID number of " .. i)
    if by_name ~= false then assert.is_nil(text:find(names[i], 1, true), what .. " shows the name of " .. i) end
  end
end

-- Runs a verb: what it prints may name nobody, whatever it ends with.
local function quiet(...)
  local words = { ... }
  local status, out, err = program.run(...)
  assert.is_true(status <= 5, err)
  clean(table.concat(words, " ") .. " on stdout", (out:gsub("%x+", function (hash) return #hash == 64 and "" or nil end)))
  clean(table.concat(words, " ") .. " on stderr", err)
  return status, out, err
end

setup(function ()
  folder = program.folder()
  roster, result = folder .. "/roster.csv", folder .. "/result.csv"
  write(roster, rows())
end)
teardown(function () program.remove(folder) end)

local DAY = { "--as-of", "2022-12-01" }

describe("nobody is named", function ()
  for _, json in ipairs { "", "--json" } do
    local function with(...)
      local words = { ... }
      words[#words + 1], words[#words + 2] = DAY[1], DAY[2]
      if json ~= "" then words[#words + 1] = json end
      return quiet(table.unpack(words))
    end

    it("by eval, its problems file and its manifest " .. json, function ()
      assert.equal(0, (with("eval", "lingbi", roster, "-o", result)))
      clean("problems", read(result .. ".problems.csv"))
      clean("manifest", (read(result .. ".manifest.json"):gsub("%x+", function (hash) return #hash == 64 and "" or nil end)))
      -- the result itself is for its reader
      assert.truthy(read(result):find(ids[12], 1, true))
    end)

    it("by a masked result, but for what the roster's own columns say " .. json, function ()
      assert.equal(0, (with("eval", "lingbi", roster, "-o", result, "--mask")))
      clean("masked result", read(result), false)
    end)

    it("by a column of the roster whose heading is an ID number, where it is chosen " .. json, function ()
      local headless = write(folder .. "/headless.csv", "身份证号,户籍地," .. ids[1] .. "\n" .. ids[2] .. ",灵璧县,甲\n")
      local with_columns = { "eval", "lingbi", headless, "-o", result, "--columns" }
      local function choose(list)
        with_columns[7] = list
        return with(table.unpack(with_columns))
      end
      assert.equal(0, (choose("status," .. ids[1])))
      clean("manifest", (read(result .. ".manifest.json"):gsub("%x+", function (hash) return #hash == 64 and "" or nil end)))
      assert.equal(0, (quiet("verify", result)))
      assert.equal(2, (choose("status," .. ids[3])))
      assert.equal(0, (with("eval", "lingbi", headless, "-o", result, "--mask")))
      clean("masked result", read(result), false)
      assert.equal(0, (quiet("verify", result)))
    end)

    it("by explain, cases, gaps and towns " .. json, function ()
      for row = 1, 12 do with("explain", "lingbi", roster, "--row", tostring(row)) end
      with("explain", "lingbi", roster, "--id", ids[12])
      with("explain", "lingbi", roster, "--id", program.id "99000119990101777")
      with("cases", "lingbi", roster)
      with("gaps", "lingbi", roster, "-o", folder .. "/gaps.csv")
      clean("the list of gaps", read(folder .. "/gaps.csv"))
      with("towns", "linyi/2024", roster)
      with("towns", "lingbi", roster, "--town", "镇" .. ids[1])
    end)

    it("by whatif, its masked list of residents and verify " .. json, function ()
      with("whatif", "lingbi", roster, "--scenario", "premium_380", "--residents", folder .. "/changed.csv", "--mask")
      clean("the changed residents", read(folder .. "/changed.csv"), false)
      with("whatif", "lingbi", roster, "--set", "三（二）.premium=400", "--gate", "cost<=+1%")
      assert.equal(0, (with("eval", "lingbi", roster, "-o", result)))
      quiet("verify", result, json ~= "" and json or "--seed", json == "" and "2" or nil)
      local text = read(result)
      write(result, (text:gsub(ids[12], ids[8])))
      quiet("verify", result, json ~= "" and json or "--seed", json == "" and "2" or nil)
      write(result, (text:gsub("灵城镇", names[3])))
      quiet("verify", result, json ~= "" and json or "--seed", json == "" and "2" or nil)
    end)
  end

  it("by a heading row that holds a person, nor by a file that cannot be read", function ()
    local strange = write(folder .. "/strange.csv", ids[1] .. "," .. names[1] .. ",身份证号\n" .. ids[2] .. "," .. names[2] .. "," .. ids[3] .. "\n")
    for _, json in ipairs { "--json", "--no-progress" } do
      local status, out, err = program.run("eval", "lingbi", strange, json, "--as-of", "2022-12-01", "-o", result)
      assert.is_true(status <= 5)
      clean("stdout", out, false)
      clean("stderr", err, false)
      clean("manifest", (read(result .. ".manifest.json"):gsub("%x+", function (hash) return #hash == 64 and "" or nil end)), false)
      clean("problems", read(result .. ".problems.csv"), false)
    end
    write(strange, ids[1] .. "," .. names[1] .. "\n" .. ids[2] .. "," .. names[2] .. "\n")
    quiet("eval", "lingbi", strange)
  end)

  it("by a rule that errs, loops or disagrees with another for some residents", function ()
    for name, rule in pairs { error = 'error("no " .. r.name)', conflict = "return yuan(1)", loop = "while true do end" } do
      local path = write(folder .. "/" .. name .. ".lua", ([[
policy { place = "灵璧县", year = 2023 }
article "一" "人人" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2022-12-31" }
article "二" "有错" { subsidy = function (r) if r.paid_on then %s end return yuan(2) end }
article "三" "又" { subsidy = yuan(2) }
]]):format(rule))
      local status, _, err = quiet("eval", path, roster, "--as-of", "2022-12-01")
      assert.is_true(status >= 3, err)
    end
  end)
end)
