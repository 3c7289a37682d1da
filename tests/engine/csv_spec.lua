-- RFC 4180, and what people make of it.
local lfs = require "lfs"
local run = require "tests.support.run"

local function reads(text, lines)
  assert.same(lines, (run.unit("csv", "read")(text)), text)
end

describe("a record", function()
  it("ends at LF, CRLF or CR, the last one at the end of the text too", function()
    local two = { "line 1: 2", '  "a"', '  "b"', "line 2: 2", '  "c"', '  "d"' }
    reads("a,b\nc,d\n", two)
    reads("a,b\r\nc,d\r\n", two)
    reads("a,b\rc,d\r", two)
    reads("a,b\nc,d", two)
    reads("", {})
  end)

  it("has a cell more than it has commas, also when they are blank", function()
    reads(",\n", { "line 1: 2", '  ""', '  ""' })
    reads("a,", { "line 1: 2", '  "a"', '  ""' })
    reads("\n\na", { "line 1: 1", '  ""', "line 2: 1", '  ""', "line 3: 1", '  "a"' })
  end)

  it("is counted whole when it has more cells than there is room for", function()
    reads("1,2,3,4,5,6,7,8,9,\"10\"\nx\n", { "line 1: 10", '  "1"', '  "2"', '  "3"', '  "4"', '  "5"', '  "6"', '  "7"', '  "8"', "line 2: 1", '  "x"' })
  end)

  it("is the same wherever its commas fall among blocks of sixteen bytes", function()
    for n = 0, 40 do
      local long = ("x"):rep(n)
      reads(long .. ',"' .. long .. '",' .. long .. "\r\nz", { "line 1: 3", '  "' .. long .. '"', '  quoted  "' .. long .. '"', '  "' .. long .. '"', "line 2: 1", '  "z"' })
    end
  end)
end)

describe("a cell in quotes", function()
  it("holds commas, line ends and doubled quotes, and its line ends make no line more", function()
    reads('"a,b","c\nd\r\ne\rf","say ""yes"""\nnext\n', { "line 1: 3", '  quoted  "a,b"', '  quoted  "c\\x0Ad\\x0D\\x0Ae\\x0Df"', '  quoted  doubled  "say "yes""',
                                                         "line 2: 1", '  "next"' })
  end)

  it("may be empty", function() reads('"",""\n', { "line 1: 2", '  quoted  ""', '  quoted  ""' }) end)

  it("that is never closed swallows no row after it", function()
    reads('a,"b\nc,d\n', { "line 1: 2", '  "a"', '  bad_quote  ""b"', "line 2: 2", '  "c"', '  "d"' })
  end)

  it("that goes on behind its closing quote is an ordinary cell, and the lines are counted once", function()
    reads('"a"b,c\nd\n', { "line 1: 2", '  bad_quote  ""a"b"', '  "c"', "line 2: 1", '  "d"' })
    reads('"a\n"b,c\nd\n', { "line 1: 1", '  bad_quote  ""a"', "line 2: 2", '  bad_quote  ""b"', '  "c"', "line 3: 1", '  "d"' })
  end)

  it("is at most 64 KiB long: a longer one is a quote that nobody closed", function()
    local fits, over = ("x\n"):rep(32767) .. "x", ("x\n"):rep(32768)
    assert.equal("line 1: 2", run.unit("csv", "read")('"' .. fits .. '",b\n')[1])
    assert.equal("line 1: 1", run.unit("csv", "read")('"' .. over .. '",b\n')[1])
  end)

  it("does not begin within a cell", function() reads('a"b",c ""\n', { "line 1: 2", '  "a"b""', '  "c """' }) end)
end)

describe("a NUL byte", function()
  it("is marked, in quotes and without", function()
    reads('a\0b,"c\0",d\n', { "line 1: 3", '  nul  "a\\x00b"', '  quoted  nul  "c\\x00"', '  "d"' })
  end)
end)

describe("many stray quotes", function()
  it("are read in linear time", function()
    local started = os.time()
    local got = run.unit("csv", "read")(('"a""b\n'):rep(20000))
    assert.equal(40000, #got)
    assert.is_true(os.time() - started < 5)
  end)
end)

describe("writing a cell", function()
  local function writes(command, rows)
    local lines = {}
    for i, row in ipairs(rows) do lines[i] = row[1] end
    local got = run.unit("csv", command)(lines)
    for i, row in ipairs(rows) do assert.equal('"' .. row[2] .. '"', got[i], row[1]) end
  end

  it("quotes what would not be read back as it is", function()
    writes("quote", { { "", "" }, { "城关镇", "城关镇" }, { "a,b", '"a,b"' }, { 'say "yes"', '"say ""yes"""' }, { "a\\nb", '"a\\x0Ab"' }, { "a\\rb", '"a\\x0Db"' },
                      { " a", '" a"' }, { "a ", '"a "' }, { "a b", "a b" }, { "=1+1", "=1+1" } })
  end)

  it("defuses what a spreadsheet would run", function()
    writes("defuse", { { "=1+1", "'=1+1" }, { "+1", "'+1" }, { "-1", "'-1" }, { "@SUM(A1)", "'@SUM(A1)" }, { "\\tx", "'\\x09x" }, { "\\rx", "\"'\\x0Dx\"" },
                       { "=1,2", "\"'=1,2\"" }, { "＝1", "'＝1" }, { "＋1", "'＋1" }, { "－1", "'－1" }, { "＠x", "'＠x" } })
  end)

  it("leaves alone what it would not", function()
    writes("defuse", { { "王=李", "王=李" }, { "张三", "张三" }, { "350", "350" }, { "'x", "'x" }, { "", "" }, { "＊", "＊" } })
  end)
end)

describe("a file being written", function()
  local folder

  before_each(function()
    folder = os.tmpname()
    os.remove(folder)
    assert(lfs.mkdir(folder))
  end)
  after_each(function() run { "rm", "-rf", folder } end)

  local function entries()
    local names = {}
    for name in lfs.dir(folder) do
      if name ~= "." and name ~= ".." then names[#names + 1] = name end
    end
    table.sort(names)
    return names
  end

  local function write(path, size, how) return run { run.build .. "/unit", "file", "write", path, size, how } end

  local function expected(size)
    local alphabet = {}
    for i = 0, size - 1 do alphabet[#alphabet + 1] = string.char(97 + i % 26) end
    local quotes = size > 0 and '"' .. ('"'):rep(2 * size) .. '"' or ""
    return "begin\n" .. table.concat(alphabet) .. quotes .. "\nend\n"
  end

  it("appears whole, with nothing beside it, whatever its size", function()
    for _, size in ipairs { 0, 5, 65535, 65536, 262144, 300000 } do
      assert.equal(0, write(folder .. "/out.csv", size, "").code)
      assert.same({ "out.csv" }, entries())
      local file = assert(io.open(folder .. "/out.csv", "rb"))
      assert.is_true(file:read "a" == expected(size), "content of size " .. size)
      file:close()
    end
  end)

  it("is whole when it is larger than what memory keeps of it", function()
    local large = run { run.build .. "/unit", "file", "large", folder .. "/out.csv", "330" }
    assert.equal("330 MB, as written\n", large.out)
    assert.same({ "out.csv" }, entries())
  end)

  it("does not appear when it is given up, and leaves the old one as it was", function()
    local path = folder .. "/out.csv"
    assert.equal(0, write(path, 300000, "stop").code)
    assert.same({}, entries())
    run(("printf old > %s"):format(path))
    assert.equal(0, write(path, 300000, "stop").code)
    assert.equal("old", run { "cat", path }.out)
    assert.same({ "out.csv" }, entries())
  end)

  it("keeps the rights of the one it replaces, and follows a symbolic link", function()
    local path, link = folder .. "/out.csv", folder .. "/link.csv"
    run(("printf old > %s; chmod 640 %s; ln -s out.csv %s"):format(path, path, link))
    assert.equal(0, write(link, 3, "").code)
    assert.equal("link", lfs.symlinkattributes(link, "mode"))
    assert.equal("rw-r-----", lfs.attributes(path, "permissions"))
    assert.is_true(lfs.attributes(path, "size") > 3)
  end)

  it("is not renamed over a device", function()
    assert.equal(0, write("/dev/null", 10, "").code)
    assert.equal("char device", lfs.attributes("/dev/null", "mode"))
    assert.equal(expected(3), write("/dev/stdout", 3, "").out)
  end)

  it("says why it cannot be written", function()
    local missing = write(folder .. "/no/such/out.csv", 3, "")
    assert.equal(4, missing.code)
    assert.equal(folder .. "/no/such/out.csv: The file cannot be written: there is no such file or directory.\n", missing.out)
    assert.equal(folder .. ": The file cannot be written: it is a directory.\n", write(folder, 3, "").out)
    local full = write("/dev/full", 300000, "")
    assert.equal(4, full.code)
    assert.equal("/dev/full: The file cannot be written: the disk is full.\n", full.out)
  end)
end)

describe("a file being read", function()
  it("may be a pipe", function()
    assert.equal("100000 bytes\n", run("head -c 100000 /dev/zero | " .. run.build .. "/unit file read /dev/stdin").out)
  end)

  it("may be empty", function() assert.equal("0 bytes\n", run { run.build .. "/unit", "file", "read", "/dev/null" }.out) end)

  it("says why it cannot be read", function()
    local missing = run { run.build .. "/unit", "file", "read", "/no/such/file" }
    assert.equal(4, missing.code)
    assert.equal("/no/such/file: The file cannot be read: there is no such file or directory.\n", missing.out)
    assert.equal("/tmp: The file cannot be read: it is a directory.\n", run { run.build .. "/unit", "file", "read", "/tmp" }.out)
  end)
end)
