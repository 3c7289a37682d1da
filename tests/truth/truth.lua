-- truth.lua sample|soak|found - the case book held to the reference: random scripts over random rosters, the counties over
-- random rosters, and every difference ever found. What differs is made small, shown, and kept in tests/truth/found.

local generator = require "tests.truth.script_generator"
local roster = require "tests.truth.roster_generator"
local chance = require "tests.truth.chance"
local shrink = require "tests.truth.shrink"

local truth = {}
local build = os.getenv "CANBAO_BUILD" or "build"
local found_folder = "tests/truth/found"

-- The exit status of compare.
local SAME, SCRIPT, SLOW = 0, 3, 124

local counties = { "rules/anhui/suzhou/lingbi/2023.lua", "rules/sichuan/ziyang/lezhi/2024.lua", "rules/shanxi/yuncheng/linyi/2024.lua" }

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "a"
  file:close()
  return text
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  return path
end

local function run(command)
  local pipe = assert(io.popen("{ " .. command .. "\n} 2>&1 </dev/null", "r"))
  local text = pipe:read "a"
  local _, how, status = pipe:close()
  return how == "signal" and 128 + status or status, text
end

-- ---- one script, some rosters ----

local function new_folder()
  local _, path = run "mktemp -d"
  return (path:gsub("%s+$", ""))
end

--- Compare in memory: exit status and what was printed. A run that somebody ended from outside is made once more.
function truth.compare(script_path, rosters_path)
  -- Memory comes filled with what nobody wrote: what is read before it is written shows.
  local command = ("LC_ALL=C CANBAO_RULES=rules MALLOC_PERTURB_=65 timeout 300 %s %s %s"):format(quote(build .. "/truth"), quote(script_path), quote(rosters_path))
  local status, text = run(command)
  if status == 128 + 15 or status == 128 + 9 then status, text = run(command) end
  return status, text
end

local counted = { "rosters", "residents", "cases", "one_by_one", "undetermined", "faults", "refused", "unreadable" }

local function add_up(sum, text)
  for _, name in ipairs(counted) do
    sum[name] = (sum[name] or 0) + (tonumber(text:match(name .. " (%d+)")) or 0)
  end
end

-- A bundle's k-th roster again, as shrinking needs it alone.
local function failing_roster(text, rosters)
  local number = tonumber(text:match "roster (%d+) row")
  return number and rosters[number] or rosters[#rosters]
end

local function keep(name, tree_or_path, t)
  os.execute("mkdir -p " .. found_folder)
  local script = type(tree_or_path) == "string" and read(tree_or_path) or generator.text(tree_or_path)
  write(("%s/%s.lua"):format(found_folder, name), script)
  write(("%s/%s.csv"):format(found_folder, name), roster.text(t))
  return script
end

-- Make a difference small, print and keep it.
local function report(sum, folder, name, tree, t, text, with_status)
  sum.differences = (sum.differences or 0) + 1
  print(("DIFFERENCE in %s (status %d): %s"):format(name, with_status, (text:gsub("\n.*", ""))))
  local path, rosters = folder .. "/small.lua", folder .. "/small.csv"
  local function differs(smaller, roster_of)
    write(path, type(smaller) == "table" and generator.text(smaller) or read(smaller))
    write(rosters, roster.text(roster_of))
    local status = truth.compare(path, rosters)
    return status == 1 or status >= 128
  end
  if not differs(tree, t) then
    print "it takes the rosters before it, or copies of its rows: not made smaller"
    return
  end
  tree, t = shrink.both(tree, t, differs, 180)
  print(keep(name, tree, t))
  print(roster.text(t))
  differs(tree, t)
  print(select(2, truth.compare(path, rosters)))
end

-- ---- the program itself: files, byte by byte ----

-- A manifest without what tells how, not what, was decided.
local function settled(manifest)
  for _, name in ipairs { "started", "duration_ms", "lua_calls", "reference", "threads" } do
    manifest = manifest:gsub(('"%s":[^,}\n]*'):format(name), "")
  end
  return manifest
end

--- Evaluate a roster of this day and these steps with the program by cases, with other numbers of threads, and as the reference; nil, or what differs.
function truth.files_differ(folder, script_path, roster_path, t)
  local function eval(name, more)
    local out = folder .. "/" .. name .. ".csv"
    local status, text = run(("LC_ALL=C %s eval %s %s --rules-dir rules --as-of %s -o %s --no-progress%s %s"):format(quote(build .. "/canbao"),
      quote(script_path), quote(roster_path), t.as_of, quote(out), t.steps and " --limit-steps " .. t.steps or "", more))
    -- Only the run by cases has cases that grow with the residents, and says so.
    local said = text:gsub("canbao: [^\n]* are decided one by one, at Lua's speed\n", "")
    local files = { status = status, said = said:gsub(name, "OUT") }
    for what, ending in pairs { result = "", problems = ".problems.csv", manifest = ".manifest.json" } do
      local file = io.open(out .. ending, "rb")
      files[what] = file and file:read "a" or "none"
      if file then file:close() end
    end
    files.manifest = settled(files.manifest):gsub(name, "OUT")
    return files
  end
  local base = eval("by_cases", "")
  for name, more in pairs { reference = "--reference", threads1 = "--threads 1", threads5 = "--threads 5" } do
    local other = eval(name, more)
    for what, bytes in pairs(base) do
      if other[what] ~= bytes then return ("%s: %s differs from the run by cases"):format(more, what) end
    end
  end
end

local function check_files(sum, folder, script_path, t, name)
  sum.programs = (sum.programs or 0) + 1
  local text = roster.text(t)
  local path = write(folder .. "/eval.csv", (text:gsub("^[^\n]*\n", "")))
  local difference = truth.files_differ(folder, script_path, path, t)
  if difference then
    sum.differences = (sum.differences or 0) + 1
    print(("DIFFERENCE in %s: %s"):format(name, difference))
    keep(name .. "_files", script_path, t)
  end
end

-- ---- random scripts ----

-- Each resident who runs into the limit costs the reference all of it: few rows where a loop is long, or much is held.
local function rows_for(script)
  if script:find("local function hold(", 1, true) then return 12 end
  local turns = tonumber(script:match "for i = 1, (%d+) do n = n %+ i %% 3 end") or 0
  return turns > 10000 and 8 or nil
end

--- Compare the script of this seed over `count` rosters.
function truth.random_script(sum, folder, seed, count, more)
  local tree = generator.script(seed)
  local script = generator.text(tree)
  local path = write(folder .. "/script.lua", script)
  local study, rosters, parts = roster.study(script), {}, {}
  for k = 1, count do
    rosters[k] = roster.make(study, seed * 1000 + k, rows_for(script))
    local large = more and k == 1 and seed % 20 == 0 and not rows_for(script)
    parts[k] = roster.text(rosters[k], large and 5 or 1, large and 100000 // #rosters[k].rows + 1 or k == 1 and 3 or 1)
  end
  local status, text = truth.compare(path, write(folder .. "/rosters.csv", table.concat(parts)))
  add_up(sum, text)
  if status == SCRIPT then
    sum.refused_scripts = (sum.refused_scripts or 0) + 1
  elseif status == SLOW then
    sum.slow = (sum.slow or 0) + 1
    print(("script %d takes more than five minutes"):format(seed))
  else
    sum.scripts = (sum.scripts or 0) + 1
    if status ~= SAME then
      report(sum, folder, "script_" .. seed, tree, failing_roster(text, rosters), text, status)
    elseif more and seed % 10 == 0 then
      check_files(sum, folder, path, rosters[1], "script_" .. seed)
    end
  end
end

-- ---- the counties ----

--- Compare a county's script over `count` rosters of chance.
function truth.county(sum, folder, path, seed, count)
  local study, rosters, parts = roster.study(read(path)), {}, {}
  for k = 1, count do
    rosters[k] = roster.make(study, seed * 1000 + k)
    parts[k] = roster.text(rosters[k])
  end
  local status, text = truth.compare(path, write(folder .. "/rosters.csv", table.concat(parts)))
  add_up(sum, text)
  local name = (path:match "(%w+/%d+)%.lua$"):gsub("/", "_") .. "_" .. seed
  if status ~= SAME then report(sum, folder, name, path, failing_roster(text, rosters), text, status) end
  if seed % 10 == 0 then check_files(sum, folder, path, rosters[1], name) end
end

--- Compare a county's script over a dirty roster of its own people.
function truth.synthetic(sum, folder, path, seed, residents)
  local name = path:match "^rules/(.*)%.lua$"
  local csv = folder .. "/people.csv"
  run(("%s synth %s --rules-dir rules -n %d --seed %d --dirty --no-progress -o %s"):format(quote(build .. "/canbao"), name, residents, seed, csv))
  local random = chance.new(seed)
  local as_of = ("20%02d-%02d-%02d"):format(random:number(22, 24), random:number(1, 12), random:number(1, 28))
  local people = read(csv)
  local quoted = people:find('"[^"]*\n[^"]*"') -- compare takes copies line by line; here there are none
  local status, text = truth.compare(path, write(folder .. "/rosters.csv", ("@ %s 5 1\n"):format(as_of) .. people))
  add_up(sum, text)
  if status ~= SAME then
    sum.differences = (sum.differences or 0) + 1
    print(("DIFFERENCE in %s, synth seed %d as of %s%s: %s"):format(name, seed, as_of, quoted and " (quoted)" or "", text))
  end
end

-- ---- what was found before ----

--- Every kept pair once more; a list of { name, status, text }.
function truth.found()
  local _, names = run("ls " .. found_folder .. "/*.lua 2>/dev/null")
  local list = {}
  for path in names:gmatch "%S+%.lua" do
    local status, text = truth.compare(path, (path:gsub("%.lua$", ".csv")))
    list[#list + 1] = { name = path, status = status, text = text }
  end
  return list
end

-- ---- the goals ----

local function show(sum)
  local parts = {}
  for _, name in ipairs { "scripts", "refused_scripts", "slow", "programs", table.unpack(counted) } do
    if sum[name] then parts[#parts + 1] = ("%s %d"):format(name:gsub("_", " "), sum[name]) end
  end
  print(table.concat(parts, ", "))
  print(("%d differences"):format(sum.differences or 0))
end

--- `scripts` random scripts of seeds after `first`, three rosters each; the sums.
function truth.sample(first, scripts)
  local sum, folder = {}, new_folder()
  for seed = first, first + scripts - 1 do truth.random_script(sum, folder, seed, 3) end
  for i, path in ipairs(counties) do truth.county(sum, folder, path, first + i, 10) end
  os.execute("rm -rf " .. quote(folder))
  return sum
end

--- As many scripts and rosters as asked for, or as `seconds` allow.
function truth.soak(first, scripts, rosters, seconds)
  local sum, folder, stop = {}, new_folder(), os.time() + seconds
  local seed, of_counties = first, 0
  while os.time() < stop and ((sum.scripts or 0) < scripts or of_counties < rosters) do
    if (sum.scripts or 0) < scripts then truth.random_script(sum, folder, seed, 8, true) end
    if of_counties < rosters then
      for _, path in ipairs(counties) do
        truth.county(sum, folder, path, seed, 4)
        of_counties = of_counties + 4
      end
      if seed % 25 == 0 then
        for _, path in ipairs(counties) do truth.synthetic(sum, folder, path, seed, 3000) end
      end
    end
    if seed % 50 == 0 then show(sum) end
    seed = seed + 1
  end
  os.execute("rm -rf " .. quote(folder))
  print(("%d random scripts, %d random rosters of the counties"):format(sum.scripts or 0, of_counties))
  show(sum)
  return sum
end

local goal = arg and arg[0] and arg[0]:find "truth%.lua$" and (arg[1] or "")
if goal == "soak" then
  local seconds, scripts = tonumber(arg[2] or "3600"), tonumber(arg[3] or "1000")
  local sum = truth.soak(tonumber(arg[5] or "1"), scripts, tonumber(arg[4] or "10000"), seconds)
  os.exit((sum.differences or 0) == 0 and (sum.slow or 0) == 0 and 0 or 1)
elseif goal == "sample" then
  local sum = truth.sample(tonumber(arg[2] or "1"), tonumber(arg[3] or "60"))
  show(sum)
  os.exit((sum.differences or 0) == 0 and 0 or 1)
elseif goal == "found" then
  local bad = 0
  for _, one in ipairs(truth.found()) do
    if one.status ~= SAME then
      bad = bad + 1
      print(one.name, one.text)
    end
  end
  os.exit(bad == 0 and 0 or 1)
elseif goal then
  io.stderr:write "usage: truth.lua sample [FIRST [SCRIPTS]] | soak [SECONDS [SCRIPTS [ROSTERS [FIRST]]]] | found\n"
  os.exit(2)
end

return truth
