-- Hostile scripts. Each file of tests/attacks tries one technique and says in its head what must come of it:
--   -- load: STATUS, MESSAGE     check and eval refuse the script, at the line marked --! where one is
--   -- eval: STATUS, rows[, MESSAGE]   the script loads; every resident has a row, some perhaps a problem
--   -- eval: 0, same             the script loads, and nothing about the residents differs from the plain script
local program = require "tests.support.program"
local read, write, run, shell, quote = program.read, program.write, program.run, program.shell, program.quote

local PLAIN = [[
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
]]
local RESIDENTS = 40
-- Seconds after which a run counts as hung; the host's own clock stops a rule after five seconds of processor time.
local PATIENCE = 60

local function roster(folder)
  local lines = { "身份证号,姓名,乡镇,户籍地,身份类别,缴费日期,缴费金额" }
  local labels = { [0] = "", "低保对象", "孤儿", "" }
  for i = 1, RESIDENTS do
    lines[#lines + 1] = table.concat({ program.id(("990001198%d0505%03d"):format(i % 10, i)), "名" .. i % 7, "东镇", i % 5 > 0 and "攻县" or "",
      labels[i % 4], i % 3 > 0 and "2023-10-0" .. i % 9 + 1 or "", i % 3 > 0 and tostring(380 + i) or "" }, ",")
  end
  return write(folder .. "/roster.csv", table.concat(lines, "\n") .. "\n")
end

local folder = program.folder()
local residents, result = roster(folder), folder .. "/out.csv"

-- One run of the program that may not hang, crash or speak Lua.
local function attempt(...)
  os.execute("rm -f " .. quote(result) .. "*")
  local words = { "env -u LANGUAGE LC_ALL=C timeout", tostring(PATIENCE), quote(program.build .. "/canbao") }
  for _, word in ipairs { ... } do words[#words + 1] = quote(word) end
  local status, out, err = shell(table.concat(words, " "))
  local said = out .. err
  assert.is_true(status <= 5, ("ended with %d: %s"):format(status, said))
  assert.is_nil(said:find "attempt to", said)
  assert.is_nil(said:find "traceback", said)
  assert.is_nil(said:find "%[string", said)
  assert.is_nil(said:find "canbao%.%l+[^%l%.]", said)
  assert.is_nil(said:find "0x%x%x%x%x%x%x", said)
  assert.is_nil(said:gsub("\n", ""):find "[%z\1-\31\127]", said)
  assert.is_nil(said:find("\u{202E}", 1, true), said)
  return status, out, err
end

local function check(path) return attempt("check", path) end
local function eval(path) return attempt("eval", path, residents, "--as-of", "2023-10-15", "-o", result) end

-- Refused, in one line that names the place, and without any file of a result.
local function refused(status, err, path, line, wanted, message)
  assert.are.equal(wanted, status, err)
  assert.are.equal(1, select(2, err:gsub("\n", "")), err)
  local place = line and ("canbao: %s:%d: "):format(path, line) or ("canbao: %s"):format(path)
  assert.are.equal(place, err:sub(1, #place))
  if message then assert.is_truthy(err:find(message, 1, true), err) end
  local _, left = shell("ls " .. quote(result) .. "* 2>/dev/null")
  assert.are.equal("", left)
end

local function marked_line(text)
  local number = 0
  for line in text:gmatch "([^\n]*)\n" do
    number = number + 1
    if line:find("--!", 1, true) and not line:find "^%-%- " then return number end
  end
end

local function decided(columns)
  local list = {}
  for _, row in ipairs(program.rows(result)) do
    local cells = {}
    for _, column in ipairs(columns) do cells[#cells + 1] = row[column] end
    list[#list + 1] = table.concat(cells, ",")
  end
  return table.concat(list, "\n")
end
local MONEY = { "id_number", "eligible", "premium", "subsidy", "personal_due", "fiscal", "deadline", "status", "problem" }

local function listing(pattern)
  local pipe = assert(io.popen("ls " .. pattern, "r"))
  local files = {}
  for path in pipe:lines() do files[#files + 1] = path end
  pipe:close()
  return files
end

local function plain()
  local path = write(folder .. "/plain.lua", PLAIN)
  assert.are.equal(0, (eval(path)))
  return decided(MONEY)
end

describe("a hostile script", function ()
  local same
  setup(function () same = plain() end)
  teardown(function () program.remove(folder) end)

  for _, path in ipairs(listing "tests/attacks/*.lua") do
    local text = read(path)
    local tries = assert(text:match "^%-%- tries: ([^\n]+)\n", path)
    local verb, wanted, rest = text:match "\n%-%- (%l+): (%d)([^\n]*)\n"
    local name = path:match "([^/]+)%.lua$"
    local long = name:find "^time_" or name:find "^memory_"

    it(("may %s (%s)"):format(tries, name), function ()
      wanted = tonumber(wanted)
      local status, _, err = check(path)
      if verb == "load" then
        local message, line = rest:match "^, (.+)$", marked_line(text)
        refused(status, err, path, line, wanted, message)
        if long then return end
        status, _, err = eval(path)
        refused(status, err, path, line, wanted, message)
        return
      end
      assert.is_true(status <= 1, err)
      local how, message = rest:match "^, (%l+),? ?(.*)$"
      status, _, err = eval(path)
      assert.are.equal(wanted, status, err)
      assert.are.equal(RESIDENTS, #program.rows(result))
      if how == "same" then assert.are.equal(same, decided(MONEY)) end
      if message ~= "" then assert.is_truthy(err:find(message, 1, true), err) end
    end)
  end

  it("leaves nothing behind: the plain script decides as before", function () assert.are.equal(same, plain()) end)
end)

describe("a script's reach", function ()
  folder = program.folder()
  residents, result = roster(folder), folder .. "/out.csv"
  teardown(function () program.remove(folder) end)

  local absent = { "_G", "io", "os", "debug", "package", "require", "load", "loadfile", "loadstring", "dofile", "coroutine", "utf8",
    "pcall", "xpcall", "setmetatable", "getmetatable", "rawget", "rawset", "rawequal", "rawlen", "next", "collectgarbage", "print",
    "warn", "unpack", "_VERSION", "bit32", "arg", "host", "lfs" }
  for _, name in ipairs(absent) do
    it("does not hold " .. name, function ()
      local path = write(folder .. "/reach.lua", PLAIN .. "local found = " .. name .. "\n")
      local status, _, err = check(path)
      refused(status, err, path, 3, 3, ("there is no word “%s”"):format(name))
    end)
  end

  local allowed = { string = { "byte", "find", "format", "len", "lower", "rep", "sub", "upper" }, table = { "concat", "insert", "remove" },
    math = { "abs", "ceil", "floor", "max", "maxinteger", "min", "mininteger", "tointeger" } }
  for library, names in pairs(allowed) do
    it(("holds of %s no more than is bounded"):format(library), function ()
      local path = write(folder .. "/library.lua", PLAIN .. ([[
local found = ""
for name in pairs(%s) do found = found .. " " .. name end
error(found)
]]):format(library))
      local status, _, err = check(path)
      refused(status, err, path, 5, 3, "the script says:  " .. table.concat(names, " ") .. "\n")
    end)
  end

  it("holds no other method of a text", function ()
    for _, method in ipairs { "gsub", "gmatch", "match", "dump", "pack", "unpack", "reverse", "packsize", "char" } do
      local path = write(folder .. "/method.lua", PLAIN .. ("local found = ('x'):%s('x', 'y')\n"):format(method))
      local status, _, err = check(path)
      refused(status, err, path, 3, 3, ("something is called that does not exist (%s)"):format(method))
    end
  end)
end)

describe("a script's bytes", function ()
  local place
  setup(function () place = program.folder() end)
  teardown(function () program.remove(place) end)

  local function try(text, wanted, line, message)
    local path = write(place .. "/bytes.lua", text)
    local status, _, err = attempt("check", path)
    if wanted == 0 then
      assert.are.equal(0, status, err)
    else
      refused(status, err, path, line, wanted, message)
    end
  end

  it("may begin with one mark of UTF-8, and only one", function ()
    try("\xEF\xBB\xBF" .. PLAIN, 0)
    try("\xEF\xBB\xBF\xEF\xBB\xBF" .. PLAIN, 3, 1, "stands outside quotes")
  end)
  it("may end lines with CR LF", function () try(PLAIN:gsub("\n", "\r\n"), 0) end)
  it("hide no code behind a lone CR", function () try(PLAIN .. "-- seen \r local a = 1 ~ 2\n", 3, 3, "control character (13)") end)
  it("hold no NUL", function () try(PLAIN .. "local a = 1 \0 local b = 2\n", 3, 3, "control character (0)") end)
  it("hold no escape codes", function () try(PLAIN .. "local a = '\27[31m'\n", 3, 3, "control character (27)") end)
  it("hold no second set of control characters", function () try(PLAIN .. "local a = '\u{9B}31m'\n", 3, 3, "control character (155)") end)
  it("hold no characters that reverse text", function () try(PLAIN .. "local a = '\u{202E}'\n", 3, 3, "reverses text") end)
  it("are UTF-8", function () try(PLAIN .. "local a = '\xB2\xCE'\n", 3, 3, "not UTF-8") end)
  it("do not begin like a program of the shell", function () try("#!/bin/sh\n" .. PLAIN, 3, 1, "does not fit here") end)
  it("are text, not compiled Lua", function ()
    local compiled = string.dump(load(PLAIN))
    try(compiled, 3, 1, "control character (27)")
    try("\xEF\xBB\xBF" .. compiled, 3, 1, "control character (27)")
    try("#\n" .. compiled, 3, 2, "control character (27)")
  end)
  it("are at most 64 KB", function ()
    try(PLAIN .. ("-- filler\n"):rep(6400), 0)
    try(PLAIN .. ("-- filler\n"):rep(6600), 5, nil, "at most 65536 are read")
  end)
  it("have lines of at most 4 KB", function ()
    try(PLAIN .. "--" .. ("x"):rep(4094) .. "\n", 0)
    try(PLAIN .. "--" .. ("x"):rep(4095) .. "\n", 3, 3, "longer than 4096 bytes")
  end)
  it("may be 64 KB of one condition, read at once", function ()
    try(PLAIN .. "local a = true\nlocal b = a\n" .. ("and a\n"):rep(10800), 0)
    try(PLAIN .. "local a = true\nif a then\n" .. ("elseif a then\n"):rep(4600) .. "end\n", 0)
  end)
  it("may not be a data script of a hundred thousand conditions", function ()
    local path = write(place .. "/2024.lua", PLAIN)
    write(place .. "/2024.cases.lua", "local a = true\nlocal b = a\n" .. ("and a\n"):rep(100000))
    local status, _, err = attempt("test", path)
    assert.are.equal(5, status, err)
    assert.is_truthy(err:find("2024.cases.lua:20003: the script has more than 20000 and, or, elseif", 1, true), err)
  end)
  it("join at most some two hundred things in one expression, and say on which line it was too much", function ()
    local function joined(n) return PLAIN .. "local a = 'x'\n" .. (".. 'x'\n"):rep(n) end
    try(joined(150), 0)
    try(joined(400), 3, 201, "joins too much at once")
  end)
  it("are nested so deep and no deeper, whatever nests", function ()
    for _, pair in ipairs { { "local a = ", "(", "1", ")" }, { "local a = ", "{", "", "}" }, { "local a = ", "-", "1", "" },
      { "local a = ", "not ", "1", "" }, { "", "do ", "", " end" }, { "local a = ", "function () return ", "1", " end" } } do
      local head, open, inner, close = table.unpack(pair)
      try(PLAIN .. head .. "\n" .. (open .. "\n"):rep(1000) .. inner .. close:rep(1000), 3, nil, "nested too deeply")
    end
  end)
end)

describe("a hostile data script", function ()
  local place
  setup(function ()
    place = program.folder()
    write(place .. "/2024.lua", PLAIN)
  end)
  teardown(function () program.remove(place) end)

  local tries = {
    { "may loop for ever", "while true do end", 5, "the rule runs too long" },
    { "may write cases without end", "for _ = 1, 1e9 do case 'x' { given = {}, expect = {} } end", 5, "the script uses too much memory" },
    { "may hand over a function", "case 'x' { given = { paid_on = function () end } }", 3, "data holds texts, numbers, flags, dates and amounts, not function" },
    { "may hand over a table in itself", "local t = {} t.t = t case 'x' { given = t }", 3, "not tables nested too deep" },
    { "may hand over a key that is no text", "case 'x' { given = { [1.5] = 1 } }", 3, "not a key that is no text" },
    { "may hand over a third of a yuan", "case 'x' { given = { paid_amount = yuan(1) * ratio(1, 3) } }", 3, "not a share that is not whole fen" },
    { "may call the words of rules", "article '一' '二' {}", 3, "there is no word “article”" },
    { "may reach for files", "io.open 'x'", 3, "there is no word “io”" },
    { "may clear the screen", "error '\\27[2J'", 3, "the script says: \\x1B[2J" },
    { "may change a library", "string.len = nil", 3, "this table can no longer be changed" },
  }
  for _, try in ipairs(tries) do
    local what, text, wanted, message = table.unpack(try)
    it(what, function ()
      write(place .. "/2024.cases.lua", "-- cases\n" .. text .. "\n")
      local status, _, err = attempt("test", place .. "/2024.lua")
      assert.are.equal(wanted, status, err)
      assert.are.equal(1, select(2, err:gsub("\n", "")), err)
      assert.is_truthy(err:find(place .. "/2024.cases.lua:2: " .. message, 1, true) or err:find(message, 1, true) and err:find("cases.lua:2", 1, true), err)
    end)
  end
end)

describe("a script's files", function ()
  local place
  before_each(function () place = program.folder() end)
  after_each(function () program.remove(place) end)

  local function refuses(name, wanted, message)
    local status, _, err = attempt("check", place .. "/" .. name)
    assert.are.equal(wanted, status, err)
    assert.is_truthy(err:find(message, 1, true), err)
    assert.are.equal(1, select(2, err:gsub("\n", "")), err)
  end

  it("do not block: a pipe is no script", function ()
    assert(os.execute("mkfifo " .. quote(place .. "/2024.lua")))
    refuses("2024.lua", 2, "cannot be read as a script")
  end)
  it("do not end: a device is no script", function ()
    assert(os.execute("ln -s /dev/zero " .. quote(place .. "/2024.lua")))
    refuses("2024.lua", 2, "cannot be read as a script")
  end)
  it("are no folders", function ()
    assert(os.execute("mkdir " .. quote(place .. "/2024.lua")))
    refuses("2024.lua", 2, "cannot be read as a script")
  end)
  it("lie beneath the rules where they are listed: links out are not", function ()
    write(place .. "/outside.lua", PLAIN)
    assert(os.execute(("mkdir -p %s/rules/a/b && ln -s ../../../outside.lua %s/rules/a/b/2024.lua"):format(quote(place), quote(place))))
    local status, out = attempt("list", "--rules-dir", place .. "/rules")
    assert.are.equal(0, status)
    assert.is_nil(out:find("a/b/2024", 1, true), out)
  end)
  it("hold no task table that is a link, a pipe or another folder's", function ()
    local secret = write(place .. "/secret.csv", "town,target\n东镇,1\n")
    local script = PLAIN .. 'targets "二" { total = 1, file = "2024.targets.csv" }\n'
    write(place .. "/2024.lua", script)
    local table_path = quote(place .. "/2024.targets.csv")
    for _, make in ipairs { "ln -s " .. quote(secret) .. " " .. table_path, "mkfifo " .. table_path, "mkdir " .. table_path } do
      assert(os.execute(make))
      refuses("2024.lua", 3, "2024.lua:3: article 二: targets names a plain file beside the script")
      assert(os.execute("rm -rf " .. table_path))
    end
    write(place .. "/2024.targets.csv", "town,target\n东镇,1\n")
    assert.are.equal(0, (attempt("check", place .. "/2024.lua")))
  end)
  it("build on one another in no circle", function ()
    local function level(name, base)
      assert(os.execute("mkdir -p " .. quote(place .. "/rules/" .. name)))
      write(("%s/rules/%s/2024.lua"):format(place, name), ('policy { place = "%s", year = 2024, based_on = "%s/2024" }\n'):format(name, base))
    end
    level("a", "b")
    level("b", "a")
    level("c", "c")
    for _, name in ipairs { "a", "c" } do
      local status, _, err = attempt("check", name .. "/2024", "--rules-dir", place .. "/rules")
      assert.are.equal(3, status, err)
      assert.is_truthy(err:find("2024.lua:1: levels build on one another without end", 1, true), err)
    end
  end)
end)

describe("a decision", function ()
  local place
  setup(function () place = program.folder() end)
  teardown(function () program.remove(place) end)

  local counties = { { "lingbi/2023", "examples/lingbi_2023.csv", "2023-03-01" }, { "lezhi/2024", "examples/lezhi_2024.csv", "2024-03-15" },
    { "linyi/2024", "examples/linyi_2024.csv", "2024-01-10" } }

  -- Lines of a roster whose residents appear once, `most` of them, spread over the file; and its heading.
  local function sample(path, most)
    local heading, lines, seen = nil, {}, {}
    for line in assert(read(path)):gsub("^\xEF\xBB\xBF", ""):gmatch "([^\n]+)\n" do
      local id = line:match "99000%d%d%d%d%d%d%d%d%d%d%d[%dX]?"
      if not heading then
        heading = line
      elseif id and #line < 400 and not line:find('"', 1, true) then
        seen[id] = (seen[id] or 0) + 1
        lines[#lines + 1] = { id = id, text = line }
      end
    end
    local chosen = {}
    for i = 1, #lines, #lines // most do
      if seen[lines[i].id] == 1 then chosen[#chosen + 1] = lines[i] end
    end
    return heading, chosen
  end

  -- What was decided for each resident, but for the case's number, which counts appearances.
  local function by_id(rules, heading, lines, as_of)
    local texts = { heading }
    for _, line in ipairs(lines) do texts[#texts + 1] = line.text end
    local path, out = write(place .. "/some.csv", table.concat(texts, "\n") .. "\n"), place .. "/some_out.csv"
    os.remove(out)
    local status, _, err = run("eval", rules, path, "--as-of", as_of, "-o", out)
    assert.is_true(status == 0 or status == 3, err)
    local found = {}
    local rows, headings = program.rows(out)
    assert.are.equal(#lines, #rows)
    for i, row in ipairs(rows) do
      local cells = {}
      for _, name in ipairs(headings) do if name ~= "case" then cells[#cells + 1] = row[name] end end
      found[lines[i].id] = table.concat(cells, "|")
    end
    return found
  end

  local hostile = { '=cmd|x!A0,"\27[2J",{},nil', "%s%n%p,99999999999999999999,-0,1e308", '"unfinished""",,', "；、|；、|,\u{202E},\xEF\xBF\xBF" }

  for _, county in ipairs(counties) do
    local rules, path, as_of = table.unpack(county)
    it(("of %s is the same alone, first, last and after any hostile record"):format(rules), function ()
      local heading, lines = sample(path, 60)
      assert.is_true(#lines >= 30, "too few residents: " .. #lines)
      local whole = by_id(rules, heading, lines, as_of)
      local backwards, disturbed = {}, {}
      for i, line in ipairs(lines) do
        backwards[#lines + 1 - i] = line
        disturbed[#disturbed + 1] = { id = "hostile " .. i, text = hostile[i % #hostile + 1] }
        disturbed[#disturbed + 1] = line
      end
      local turned, after = by_id(rules, heading, backwards, as_of), by_id(rules, heading, disturbed, as_of)
      for _, line in ipairs(lines) do
        assert.are.equal(whole[line.id], turned[line.id])
        assert.are.equal(whole[line.id], after[line.id])
      end
      for i = 1, #lines, #lines // 4 do
        assert.are.equal(whole[lines[i].id], by_id(rules, heading, { lines[i] }, as_of)[lines[i].id])
      end
    end)
  end

  it("is the same in five runs and every locale, to the byte", function ()
    local first, first_out
    for i, locale in ipairs { "C", "zh_CN.UTF-8", "C", "de_DE.UTF-8", "zh_CN.GB18030" } do
      local out = place .. "/run.csv"
      os.execute("rm -f " .. quote(out) .. "*")
      local status, said, err = shell(("env -u LANGUAGE LC_ALL=%s %s eval lingbi/2023 examples/lingbi_2023.csv --as-of 2023-03-01 --lang en -o %s")
        :format(locale, quote(program.build .. "/canbao"), quote(out)))
      assert.is_true(status == 0 or status == 3, err)
      local text = read(out) .. read(out .. ".problems.csv")
      if i == 1 then first, first_out = text, said .. err end
      assert.is_true(first == text, "the result differs under " .. locale)
      assert.are.equal(first_out, said .. err)
    end
  end)
end)
