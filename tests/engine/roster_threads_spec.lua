-- However many threads read a roster, and wherever it is cut for them, it is the same roster to the last code.
local fields = require "tests.support.fields"
local random_roster = require "tests.support.random_roster"
local run = require "tests.support.run"

local declared

setup(function()
  declared = os.tmpname()
  fields.write("rules/fields.lua", declared)
end)
teardown(function() os.remove(declared) end)

-- What differs between one thread and 1, 2, 3 and 7 of them with chunks of these sizes; ends with the number of rows.
local function differences(text, sizes)
  local path = run.file(text)
  local result = run(("%s/unit roster same %s %s %s"):format(run.build, declared, path, sizes))
  os.remove(path)
  assert.equal("", result.err)
  assert.equal(0, result.code)
  return (result.out:gsub(path:gsub("%p", "%%%0"), "FILE"))
end

local function gb18030(text)
  local path = run.file(text)
  local out = run("iconv -c -f UTF-8 -t GB18030 " .. path).out
  os.remove(path)
  return out
end

local function same(text, rows, sizes)
  assert.equal(rows .. " rows\n", differences(text, sizes or "1 64 333 5000"))
end

local LF, CRLF, MIXED = { "\n" }, { "\r\n" }, { "\n", "\n", "\n", "\r\n", "\r" }

describe("a row in which nothing is unusual", function()
  -- Cells in quotes are read one by one, in the order of the row; others column by column.
  it("is read as it is when every cell is in quotes", function()
    for seed = 60, 75 do
      local how = { rows = 200, trouble = 0, ends = seed % 2 == 0 and LF or CRLF }
      local plain = run.file(random_roster.text(seed, how))
      how.quotes = true
      local quoted = run.file(random_roster.text(seed, how))
      local result = run { run.build .. "/unit", "roster", "twins", declared, plain, quoted }
      os.remove(plain)
      os.remove(quoted)
      assert.equal("200 rows\n", result.out)
    end
  end)
end)

describe("a roster read on several threads", function()
  it("is the same when it is clean", function()
    for seed = 1, 2 do same(random_roster.text(seed, { rows = 100, trouble = 0, ends = LF }), 100) end
  end)

  it("is the same when rows among the residents are none", function()
    local heading = "乡镇,证件号码,姓名,身份类别,村,缴费日期"
    local kinds = { "东镇,,合计,,甲村,", ",,,,,", heading, " ,,　,,,", "合 计：,,,,乙村,2023-01-01", "东镇,合计,,,丙村,", "南镇,,丁,孤儿,丁村,",
      "西镇,990001198005050018,合计,,戊村,2022-01-01", "小计,9,,,,", '"","",,,,' }
    for _, ends in ipairs { "\n", "\r\n" } do
      local lines = { heading }
      for i = 1, 120 do lines[#lines + 1] = kinds[i * 7 % #kinds + 1] end
      for i = 1, 60 do lines[#lines + 1] = kinds[i * 3 % 9 + 1] end
      same(table.concat(lines, ends) .. ends, 180, "1 64 333")
    end
  end)

  it("is the same with CR LF, CR, and all of them, with and without an end to the last line", function()
    for _, unended in ipairs { false, true } do
      same(random_roster.text(4, { rows = 100, trouble = 0, ends = CRLF, unended = unended }), 100)
      same(random_roster.text(5, { rows = 100, trouble = 0, ends = { "\r" }, unended = unended }), 100)
      same(random_roster.text(6, { rows = 100, trouble = 0, ends = MIXED, unended = unended }), 100)
    end
  end)

  it("is the same when every cell is in quotes", function()
    same(random_roster.text(7, { rows = 100, trouble = 0, ends = CRLF, quotes = true }), 100)
  end)

  it("is the same when it is dirty, wherever it is cut", function()
    for seed = 10, 21 do
      local text = random_roster.text(seed, { rows = 50 + seed, trouble = 15, ends = seed % 2 == 0 and MIXED or LF, unended = seed % 3 == 0 })
      assert.matches("^%d+ rows\n$", differences(text, "1 50 64 127 4000"))
    end
  end)

  it("is the same when nearly every cell is trouble", function()
    for seed = 30, 33 do
      assert.matches("^%d+ rows\n$", differences(random_roster.text(seed, { rows = 80, trouble = 400, ends = MIXED }), "1 64 500"))
    end
  end)

  it("is the same when bytes are no text", function()
    for seed = 40, 44 do
      assert.matches("^%d+ rows\n$", differences(random_roster.text(seed, { rows = 100, trouble = 5, ends = LF, bytes = 12 }), "64 700"))
    end
  end)

  it("is the same in GB18030, whole and damaged", function()
    local text = gb18030(random_roster.text(50, { rows = 100, trouble = 5, ends = LF }))
    assert.matches("^%d+ rows\n$", differences(text, "3 64 1000"))
    assert.matches("^%d+ rows\n$", differences(text:sub(1, 5000) .. "\xFF" .. text:sub(5001), "3 64 1000"))
  end)

  it("is the same when it is tiny or nothing but headings", function()
    same("姓名\n甲\n", 1)
    same("姓名\n甲", 1)
    same("姓名\n", 0)
    same("姓名", 0)
    same("姓名\n\n \n\n", 0)
    same("\xEF\xBB\xBF姓名\n甲\n", 1)
    same("姓名,镇\n,\n", 1)
  end)

  it("is the same when it is large enough to be begun before its fields are known", function()
    local text = random_roster.text(55, { rows = 100, trouble = 0, ends = LF })
    local heading, rows = text:match "^([^\n]*\n)(.*)$"
    local times = 1 + (3 << 19) // #rows
    local large = heading .. rows:rep(times)
    same(large, times * 100, "300000")
    same(gb18030(large), times * 100, "300000")
    local broken = "a\n" .. ("b\n"):rep(1 << 19)
    assert.matches("^FILE: None of the first 20 rows has a known heading", differences(broken, "300000"))
  end)

  it("is refused the same way", function()
    assert.matches("^FILE: None of the first 20 rows has a known heading", differences("a\nb\n", "1 64"))
    assert.matches("^FILE:2: Columns 1", differences("\n姓名,姓名\nb\n", "1 64"))
  end)

  it("gives codes in the order in which texts first stand in the file", function()
    local lines = { "姓名,镇,身份类别" }
    for i = 1, 3000 do lines[#lines + 1] = ("甲,镇%d,%s"):format(3000 - i, i % 2 == 0 and "孤儿" or i % 3 == 0 and "低保对象、孤儿" or "") end
    lines[2000] = '"甲"," 新镇 ",低保对相'
    same(table.concat(lines, "\n"), 3000, "100 1000 20000")
  end)

  it("finds a cut within a cell of many lines, and one of stray quotes, wherever it falls", function()
    local long = '"' .. ("甲\n,"):rep(200) .. '"'
    local stray = '"' .. ("乙\n"):rep(40)
    for shift = 0, 12 do
      local text = "姓名,镇\n" .. ("x"):rep(shift) .. ",a\n" .. long .. ",b\n" .. stray .. "c,d\n" .. long .. ",e\n"
      assert.matches("^%d+ rows\n$", differences(text, "16 64 100 301"))
    end
  end)

  it("knows each row's line, also when the last line has no end", function()
    for _, last in ipairs { "", "\n", "\r\n", "\n\n" } do
      local text = '姓名,镇\n甲,"a\nb"\n乙,c\n丙,d' .. last
      local path = run.file(text)
      local result = run { run.build .. "/unit", "roster", "read", declared, path, "name" }
      os.remove(path)
      assert.equal("3 rows, UTF-8\nline 2: name=甲\nline 3: name=乙\nline 4: name=丙\n", result.out)
      same(text, 3, "1 5 20 64")
    end
  end)

  it("keeps a text longer than any reference has room for", function()
    for _, n in ipairs { 65534, 65535, 65536, 200000 } do
      local path = run.file("姓名,镇\n" .. ("x"):rep(n) .. ",a\n乙,b\n")
      local result = run { run.build .. "/unit", "roster", "length", declared, path, "name" }
      os.remove(path)
      assert.equal(n .. " 3\n", result.out)
    end
    same("姓名,镇\n" .. ("x"):rep(70000) .. ",a\n乙,b\n", 2, "5000 65536")
  end)

  it("of rows wider than the reader's room is the same", function()
    local wide = "姓名" .. (",备注"):rep(500) .. "\n"
    local row = "甲" .. (",x"):rep(500) .. "\n"
    same(wide .. row:rep(90), 90, "64 3000 30000")
    same("姓名,镇\n" .. row:rep(5) .. ("甲" .. (","):rep(40000) .. "\n"):rep(2) .. "乙,丙\n", 8, "3000 30000")
  end)

  it("has the hash of its bytes, or none when the file was written to before it was made", function()
    local path = run.file("姓名\n" .. ("甲\n"):rep(400000))
    local command = ("CANBAO_THREADS=2 %s/unit roster sha256 %s %s"):format(run.build, declared, path)
    assert.equal(run("sha256sum " .. path).out:sub(1, 64) .. "\n", run(command).out)
    assert.equal("\n", run(command .. " 乙").out)
    os.remove(path)
  end)
end)
