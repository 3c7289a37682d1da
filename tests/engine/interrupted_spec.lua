-- Whatever happens to a run from outside, files are whole or not there, and the program says in one line what it was.

local program = require "tests.support.program"
local read, write, shell, quote = program.read, program.write, program.shell, program.quote

local KILLS = os.getenv "CANBAO_SHORT" and 25 or 100
local ENDINGS = { "", ".problems.csv", ".manifest.json" }
local canbao = quote(program.path)
local english = "env -u LANGUAGE LC_ALL=C "
local folder, roster, result

-- A run that is worth interrupting: some tenths of a second.
local function command(words, from)
  return ("%s eval lingbi %s --as-of 2022-12-01 -o %s --no-progress %s"):format(canbao, quote(from or roster), quote(result), words or "")
end

local function files()
  local list = {}
  for i, ending in ipairs(ENDINGS) do list[i] = read(result .. ending) end
  return list
end

-- A manifest says when it was made; all else of two runs is the same.
local function same(a, b) return a == b or (a and b and a:find '"run":' and a:match '^(.-)"run":' == b:match '^(.-)"run":') end

local function put(list)
  for i, ending in ipairs(ENDINGS) do write(result .. ending, list[i]) end
end

local function listing()
  local _, out = shell("ls -A " .. quote(folder))
  return out
end

local function seconds(words)
  local _, out = shell(("bash -c 'TIMEFORMAT=%%R; { time %s >/dev/null; } 2>&1'"):format(words:gsub("'", "'\\''")))
  return assert(tonumber(out), out)
end

setup(function ()
  folder = program.folder()
  roster, result = folder .. "/roster.csv", folder .. "/result.csv"
  assert.equal(0, (program.run("synth", "lingbi", "-n", "8000", "--dirty", "-o", roster)))
end)
teardown(function () program.remove(folder) end)

describe("a killed run", function ()
  it("leaves the earlier files or the new ones, whole, at a hundred points of the run; the next run is none the worse", function ()
    assert.equal(0, (shell(command "--mask" .. " >/dev/null")))
    local earlier = files()
    local whole = seconds(command())
    local new = files()
    assert.is_false(earlier[1] == new[1])
    put(earlier)
    local cut = 0
    for i = 1, KILLS do
      shell(("timeout -s KILL %.4f %s >/dev/null"):format(whole * 1.1 * i / KILLS, command()))
      local now, fresh = files(), 0
      for k, text in ipairs(now) do
        local is_new = same(text, new[k])
        assert.is_true(is_new or text == earlier[k], ENDINGS[k] .. " is neither")
        if is_new and text ~= earlier[k] and k ~= 2 then fresh = fresh + 1 end
      end
      if fresh == 0 then cut = cut + 1 else put(earlier) end
    end
    assert.is_true(cut > KILLS // 4, cut .. " runs were cut")
    assert.equal(0, (shell(command() .. " >/dev/null")))
    for k, text in ipairs(files()) do assert.is_true(same(text, new[k])) end
    assert.equal("result.csv\nresult.csv.manifest.json\nresult.csv.problems.csv\nroster.csv\n", listing())
  end)

  it("is swept up after where a temporary file had a name", function ()
    write(folder .. "/.result.csv.abc123", "half")
    write(folder .. "/.result.csv.abc1234", "not ours")
    assert.equal(0, (shell(command() .. " >/dev/null")))
    assert.is_nil(read(folder .. "/.result.csv.abc123"))
    assert.equal("not ours", read(folder .. "/.result.csv.abc1234"))
    os.remove(folder .. "/.result.csv.abc1234")
  end)

  it("that still lives keeps its temporary file", function ()
    local path = write(folder .. "/.result.csv.abc123", "half")
    local code = shell(("flock %s %s >/dev/null"):format(quote(path), command()))
    assert.equal(0, code)
    assert.equal("half", read(path))
    os.remove(path)
  end)
end)

describe("an interrupted run", function ()
  for name, code in pairs { INT = 130, TERM = 143, HUP = 129 } do
    it("stops at once and cleanly on SIG" .. name .. ", with several threads too", function ()
      local earlier = { "an earlier result\n", "earlier problems\n", "an earlier manifest\n" }
      local whole, met = seconds(command "--threads 4"), false
      for i = 1, 8 do
        put(earlier)
        local status, _, err = shell(("timeout --preserve-status -s %s %.4f %s >/dev/null"):format(name, whole * i / 20,
          command(i % 2 == 0 and "--threads 4" or "--reference")))
        assert.is_true(status == code or status == 0, status .. err)
        assert.equal("", err)
        if status == code then
          met = true
          assert.same(earlier, files())
        end
      end
      assert.is_true(met)
      assert.is_nil(listing():find("\n%.result"))
    end)
  end
end)

describe("an output that fails", function ()
  -- Status 4, one line that says what is wrong, the earlier result untouched, nothing left behind.
  local function fails(words, message)
    local before = listing()
    local status, _, err = shell(english .. words)
    assert.equal(4, status, err)
    assert.truthy(err:find(message, 1, true), err)
    assert.equal(1, select(2, err:gsub("\n", "")), err)
    assert.equal(before, listing())
  end

  it("is a file that grows too large for its limit", function ()
    put { "earlier\n", "earlier\n", "earlier\n" }
    fails("bash -c " .. quote("ulimit -f 100; exec " .. command()), "the file would be too large")
    assert.same({ "earlier\n", "earlier\n", "earlier\n" }, files())
  end)

  it("is a full disk, wherever on the way it fills up", function ()
    fails(command():gsub("%-o %S+", "-o /dev/full"), "the disk is full")
    local disk = folder .. "/disk"
    if shell("mkdir -p " .. quote(disk)) ~= 0 or shell("mount -t tmpfs -o size=64k none " .. quote(disk)) ~= 0 then
      program.remove(disk) -- no right to mount: /dev/full has shown the same path
      return
    end
    write(disk .. "/result.csv", "earlier\n")
    local status, _, err = shell(english .. command():gsub("%-o %S+", "-o " .. quote(disk .. "/result.csv")))
    local left, kept = select(2, shell("ls -A " .. quote(disk))), read(disk .. "/result.csv")
    shell("umount " .. quote(disk))
    program.remove(disk)
    assert.equal(4, status)
    assert.truthy(err:find("the disk is full", 1, true), err)
    assert.equal("result.csv\n", left)
    assert.equal("earlier\n", kept)
  end)

  it("is a folder that cannot be written, or is none", function ()
    fails(command():gsub("%-o %S+", "-o /proc/result.csv"), "The file cannot be written")
    fails(command():gsub("%-o %S+", "-o " .. quote(roster .. "/result.csv")), "a part of the path is not a directory")
    fails(command():gsub("%-o %S+", "-o " .. quote(folder .. "/none/result.csv")), "there is no such file or directory")
    local closed = folder .. "/closed"
    shell(("mkdir %s && chmod 555 %s"):format(quote(closed), quote(closed)))
    local as_nobody = select(2, shell "id -u") == "0\n" and "setpriv --reuid 65534 --regid 65534 --clear-groups " or ""
    shell(("cp %s %s/canbao && cp -R rules %s/rules && chmod -R a+rX %s"):format(canbao, quote(folder), quote(folder), quote(folder)))
    fails(("%s%s/canbao eval lingbi %s --rules-dir %s/rules --as-of 2022-12-01 -o %s/r.csv"):format(as_nobody, quote(folder),
      quote(roster), quote(folder), quote(closed)), "permission is missing")
    shell(("rm -rf %s/canbao %s/rules %s"):format(quote(folder), quote(folder), quote(closed)))
  end)

  it("is a reader who goes away: the program goes too, without a word", function ()
    local _, out, err = shell(("bash -c %s"):format(quote(("%s | head -1 >/dev/null; echo ${PIPESTATUS[0]}"):format(
      command():gsub("%-o %S+", "-o /dev/stdout")))))
    assert.equal("141\n", out)
    assert.equal("", err)
    _, out, err = shell(("bash -c %s"):format(quote(("%s cases lingbi %s --as-of 2022-12-01 | head -1 >/dev/null; echo ${PIPESTATUS[0]}"):format(
      canbao, quote(roster)))))
    assert.truthy(out == "0\n" or out == "141\n", out)
    assert.equal("", err)
    _, out, err = shell(english .. ("bash -c %s"):format(quote(("trap '' PIPE; %s | head -1 >/dev/null; echo ${PIPESTATUS[0]}"):format(
      command():gsub("%-o %S+", "-o /dev/stdout")))))
    assert.equal("4\n", out)
    assert.truthy(err:find("the reader has gone", 1, true), err)
  end)

  it("is standard output, closed or full", function ()
    for _, words in ipairs { "list", "--help", "--version", "cases lingbi examples/lingbi_2023.csv --json" } do
      for _, where in ipairs { ">&-", ">/dev/full" } do
        local status, _, err = shell(("%s%s %s %s"):format(english, canbao, words, where))
        assert.equal(4, status, words .. where)
        assert.truthy(err:find("output cannot be written", 1, true), err)
        assert.equal(1, select(2, err:gsub("\n", "")), err)
      end
    end
  end)

  it("never lets a file take the place of a closed standard stream", function ()
    assert.equal(0, (shell(command() .. " >/dev/null")))
    local good = files()
    put { "", "", "" }
    shell(command() .. " <&- >&- 2>&-")
    for k, text in ipairs(files()) do assert.is_true(same(text, good[k]), ENDINGS[k]) end
  end)
end)

describe("a roster that changes while it is read", function ()
  it("ends the run with one line, whether it is cut short or written to", function ()
    local text, path = read(roster), folder .. "/moving.csv"
    write(path, text:rep(3))
    local whole = seconds(command("", path))
    local met = { cut = 0, written = 0 }
    for i = 1, 20 do
      local kind = i % 2 == 0 and "cut" or "written"
      write(path, text:rep(3))
      put { "earlier\n", "earlier\n", "earlier\n" }
      local change = kind == "cut" and "truncate -s 10000 " or "echo 1 >> "
      local status, _, err = shell(("%s%s >/dev/null & sleep %.3f; %s%s; wait $!"):format(english,
        command("", path), whole * i / 20, change, quote(path)))
      assert.is_true(status == 0 or status == 4, status .. err)
      if status == 4 then
        assert.equal(1, select(2, err:gsub("\n", "")), err)
        assert.truthy(err:find(path, 1, true), err)
        assert.truthy(err:find("while it was read", 1, true), err)
        assert.same({ "earlier\n", "earlier\n", "earlier\n" }, files())
        met[kind] = met[kind] + 1
      end
    end
    os.remove(path)
    assert.is_true(met.cut > 0 and met.written > 0, met.cut .. " and " .. met.written)
  end)
end)

describe("a locale", function ()
  it("changes no number and no byte of a result", function ()
    local locales = folder .. "/locales"
    shell("mkdir -p " .. quote(locales))
    shell(("localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8"):format(quote(locales)))
    local _, decimal = shell(("LOCPATH=%s LC_ALL=de_DE.UTF-8 bash -c 'printf %%.1f 1,5'"):format(quote(locales)))
    assert.equal("1,5", decimal, "the locale is one with a decimal comma")
    assert.equal(0, (shell(command() .. " >/dev/null")))
    local good = files()
    local _, said = shell(english .. canbao .. " eval lingbi " .. quote(roster) .. " --as-of 2022-12-01 --json")
    -- with LOCPATH the C library itself leaks a few bytes
    local german = ("ASAN_OPTIONS=detect_leaks=0 LOCPATH=%s LC_ALL=de_DE.UTF-8 "):format(quote(locales))
    assert.equal(0, (shell(german .. command() .. " >/dev/null")))
    for k, text in ipairs(files()) do assert.is_true(same(text, good[k]), ENDINGS[k]) end
    local _, said_there = shell(german .. canbao .. " eval lingbi " .. quote(roster) .. " --as-of 2022-12-01 --json")
    assert.equal(said, said_there)
  end)
end)
