-- tally.lua test|tsan|lint|fuzz|sum - run what the goal names, count what really ran, and end with the line
-- "N passed, N failed"; the exit status says whether anything failed. Counts are kept in BUILD/tally/ for `sum`.

local build = os.getenv "CANBAO_BUILD" or "build"
local passed, failed = 0, 0

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

-- Runs a command, shows its output as it comes, and returns it whole with the exit status.
local function run_shown(command)
  local pipe = assert(io.popen(command .. " 2>&1", "r"))
  local lines = {}
  for line in pipe:lines() do
    print(line)
    lines[#lines + 1] = line
  end
  local _, _, status = pipe:close()
  return lines, status or 1
end

-- Runs a command silently; true when it ends with 0, and what it said.
local function run_quietly(command)
  local pipe = assert(io.popen("{ " .. command .. "\n} 2>&1 </dev/null", "r"))
  local text = pipe:read "a"
  return pipe:close() == true, text
end

local function exists(path)
  local file = io.open(path, "r")
  return file ~= nil and file:close()
end

local function close(name)
  os.execute("mkdir -p " .. quote(build .. "/tally"))
  local file = assert(io.open(build .. "/tally/" .. name, "w"))
  file:write(passed, " ", failed, "\n")
  file:close()
  print(("%d passed, %d failed"):format(passed, failed))
  os.exit(failed == 0 and 0 or 1)
end

-- ---- make test ----

-- The specs that make the program use several threads.
local threaded = "cases whatif result summary verify" .. (os.getenv "CANBAO_SHORT" and "" or " roster_threads")

local function count_specs(names)
  print "== specs"
  local files = names and (" " .. names:gsub("%S+", "tests/engine/%0_spec.lua")) or ""
  local lines, status = run_shown("busted -o plainTerminal --lang=en" .. files)
  local good, bad, pending
  for _, line in ipairs(lines) do
    local s, f, e, p = line:match "^(%d+) success%a* / (%d+) failures? / (%d+) errors? / (%d+) pending"
    if s then good, bad, pending = tonumber(s), tonumber(f) + tonumber(e), tonumber(p) end
  end
  if not good then
    print "busted did not come to an end: that counts as one failure"
    failed = failed + 1
    return
  end
  -- A spec that is pending proves nothing, so it counts as failed.
  passed, failed = passed + good, failed + bad + pending
  if status ~= 0 and bad + pending == 0 then
    print "busted ended with an error of its own: that counts as one failure"
    failed = failed + 1
  end
end

local function count_cases()
  local program = build .. "/canbao"
  print "== the counties' cases"
  if not exists(program) then
    print(program .. " was not built: that counts as one failure")
    failed = failed + 1
    return
  end
  local lines, status = run_shown(quote(program) .. " test --lang en")
  local good, bad = 0, 0
  for _, line in ipairs(lines) do
    local p, f = line:match "^(%d+) cases passed, (%d+) failed$"
    if p then good, bad = good + tonumber(p), bad + tonumber(f) end
  end
  passed, failed = passed + good, failed + bad
  if good == 0 or (status ~= 0 and bad == 0) then
    print(("canbao test ended with status %d after %d cases: that counts as one failure"):format(status, good))
    failed = failed + 1
  end
end

-- ---- make lint ----

local function check(name, command)
  io.write(("%-52s "):format(name))
  io.flush()
  local fine, text = run_quietly(command)
  if fine then
    passed = passed + 1
    print "ok"
  else
    failed = failed + 1
    print "FAILED"
    print((text:gsub("%s+$", ""):gsub("[^\n]+", "  %0")))
  end
end

local function list(pattern)
  local _, text = run_quietly("ls " .. pattern .. " 2>/dev/null")
  local names = {}
  for name in text:gmatch "%S+" do names[#names + 1] = name end
  return names
end

-- For every file one command, two at a time; fails when one of them does.
local function each(files, command)
  return ("printf '%%s\\n' %s | xargs -P 2 -I FILE %s"):format(table.concat(files, " "), command)
end

local function lint()
  local compile = assert(os.getenv "CANBAO_COMPILE", "run this through make lint")
  local flags = compile:match "^%S+ (.*)$"
  local sources = list "engine/*/*.c scripts/lua/*.c tests/support/*.c"
  local engine = list "engine/*/*.c scripts/lua/*.c"
  local headers = list "include/*.h engine/*/*.h scripts/lua/*.h"
  local all = list "include/*.h engine/*/*.[ch] tests/*/*.[ch] examples/*.c scripts/lua/*.[ch]"

  for _, compiler in ipairs { "gcc", "clang" } do
    check(compiler .. " without a warning", ("env -u MAKEFLAGS -u MAKELEVEL make --no-print-directory -s BUILD=build-lint/%s CC=%s WERROR=-Werror all")
      :format(compiler, compiler))
  end
  os.execute("mkdir -p build-lint && echo 'typedef int alone;' > build-lint/alone.c")
  check("every header stands alone", each(headers, "gcc " .. flags .. " -Werror -fsyntax-only -include FILE build-lint/alone.c"))
  check("the public header is C99", "gcc -std=c99 -Wall -Wextra -Wpedantic -Wstrict-prototypes -Werror -fsyntax-only -x c include/canbao.h")
  check("the public header is C++", "clang -x c++ -std=c++11 -Wall -Wextra -Wpedantic -Werror -fsyntax-only include/canbao.h")
  check("clang-format", "clang-format --dry-run --Werror " .. table.concat(all, " "))
  check("clang-tidy", each(engine, "clang-tidy --quiet FILE -- " .. flags:gsub("%-I/usr/", "-isystem /usr/")
    .. " 2>/dev/null"))
  check("cppcheck", "cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1"
    .. " --suppressions-list=.cppcheck -j 2 -D_GNU_SOURCE -Iinclude -Iengine " .. table.concat(sources, " "))
  check("luacheck", "luacheck -q --no-color engine rules scripts tests examples")
  check("shell scripts parse", each(list "scripts/*.sh engine/po/*.sh .ci/run", "bash -n FILE"))
  check("rooms know only those below", "lua5.4 tests/support/rooms.lua " .. table.concat(all, " "))
  check("the catalogue is well formed", "msgfmt -c -o /dev/null engine/po/zh_CN.po")
  check("every message has a translation", "bash engine/po/update.sh --check engine/po/zh_CN.po")
  check("the manual page is well formed",
    "said=$(sed 's/@VERSION@/0/' engine/cli/canbao.1 | groff -man -K utf8 -T utf8 -ww -z 2>&1); echo \"$said\"; test -z \"$said\"")
end

-- ---- make fuzz ----

local function fuzz()
  local seconds = os.getenv "FUZZ_SECONDS" or "60"
  for _, source in ipairs(list "tests/fuzz/*_fuzz.c") do
    local name = source:match "([%w_]+)_fuzz%.c$"
    -- What a run finds is kept in the build directory: first, since that is where new inputs go.
    check("fuzz: " .. name, ("mkdir -p %s/corpus/%s && cd %s && fuzz/%s_fuzz -max_total_time=%s -timeout=10 -rss_limit_mb=4096"
      .. " -verbosity=0 -print_final_stats=1 corpus/%s $OLDPWD/tests/fuzz/corpora/%s"):format(build, name, build, name, seconds, name, name))
  end
  check("fuzz: damaged rosters and scripts", "CANBAO_BUILD=build-asan lua5.4 tests/support/fuzz.lua " .. seconds)
end

-- ---- .ci/run: the sum of several runs' counts ----

local function sum(names)
  for _, name in ipairs(names) do
    local file = io.open(name, "r")
    local good, bad
    if file then
      good, bad = file:read("n", "n")
      file:close()
    end
    if not bad then
      print(name .. " is missing: that run did not come to an end, which counts as one failure")
      good, bad = 0, 1
    end
    passed, failed = passed + good, failed + bad
  end
end

local goal = arg[1]
if goal == "test" then
  count_specs()
  count_cases()
elseif goal == "tsan" then
  count_specs(threaded)
elseif goal == "lint" then
  lint()
elseif goal == "fuzz" then
  fuzz()
elseif goal == "sum" then
  sum { table.unpack(arg, 2) }
else
  io.stderr:write "usage: tally.lua test | lint | fuzz | sum FILE...\n"
  os.exit(2)
end
close(goal)
