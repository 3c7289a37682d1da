-- random_roster.lua - rosters of every kind of trouble, the same for the same seed on every machine.
local random_roster = {}

--- A source of numbers: next(n) is 1 to n. xorshift, so that no platform's math.random matters.
local function numbers(seed)
  local state = seed * 2654435761 % 4294967296 + 1
  return function(n)
    state = state ~ (state << 13) & 0xFFFFFFFF
    state = state ~ (state >> 17)
    state = state ~ (state << 5) & 0xFFFFFFFF
    return state % n + 1
  end
end
random_roster.numbers = numbers

local function one_of(next, list) return list[next(#list)] end

local weights = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 }

-- An ID number of a place that does not exist; few enough that some come twice.
local function id_number(next)
  local digits = ("990001%04d%02d%02d%03d"):format(1930 + next(90), next(12), next(28), next(9))
  local sum = 0
  for i = 1, 17 do sum = sum + weights[i] * tonumber(digits:sub(i, i)) end
  local whole = digits .. ("10X98765432"):sub(sum % 11 + 1, sum % 11 + 1)
  local kind = next(30)
  if kind == 1 then return whole:lower() end
  if kind == 2 then return "９" .. whole:sub(2) end
  if kind == 3 then return digits .. next(9) end
  if kind == 4 then return whole:sub(1, 6) .. whole:sub(9, 17) end
  if kind == 6 then return one_of(next, { "", "", "合计", "'" .. whole, '=' .. whole, whole:sub(1, 6) .. " " .. whole:sub(7), "9.9E+17", whole:sub(1, 15) .. "000" }) end
  if kind == 5 then return one_of(next, { "", "E123x", "123", whole .. "x", whole:sub(1, 10) .. "O" .. whole:sub(12) }) end
  return whole
end

local function date(next) return ("20%02d-%02d-%02d"):format(10 + next(13), next(12), next(28)) end

-- Each column: its heading, and a cell that is right, or nearly.
local columns = {
  { "证件类型", function(next) return one_of(next, { "", "", "", "", "身份证", "护照", "身份正" }) end },
  { "证件号码", function(next) return id_number(next) end },
  { "姓名", function(next) return one_of(next, { "甲", "乙丙", "丁\u{3000}戊", "=1+1", "Ａ", " 己", "'庚", "辛\u{200B}", "壬\u{FEFF}", "·癸" }) .. next(50) end },
  { "性别", function(next) return one_of(next, { "男", "女", "女", "F", "" }) end },
  { "出生日期", function(next) return one_of(next, { "", "", "1990-01-01", date(next) }) end },
  { "户号", function(next) return "H" .. next(400) end },
  { "乡镇", function(next) return one_of(next, { "第", "第", "第", "第", "第\u{200D}", "`第", "＝第" }) .. next(12) .. "镇" end },
  { "村", function(next) return "村" .. next(300) end },
  { "户籍地", function(next) return one_of(next, { "灵璧县", "安徽省宿州市灵璧县", "", "安徽省宿州市埇桥区" }) end },
  { "在校学生", function(next) return one_of(next, { "", "", "是", "否", "１", "y", "?", " 是 " }) end },
  { "身份类别", function(next)
    return one_of(next, { "", "", "低保对象", "孤儿、低保对象", "低保、孤儿", "特困人员；" .. "孤儿", "低保对相", "、" })
  end },
  { "残疾等级", function(next) return one_of(next, { "", "", "1", "4", "二级", "5", "0", "-1", "3 " }) end },
  { "缴费日期", function(next) return one_of(next, { "", date(next), date(next), "2022/1/5", "2022-02-30", "2022-1-05", "20220105", "\u{3000}", "2022-0a-01", "1799-12-31", "1931-05-05", "9999-12-31" }) end },
  { "缴费金额", function(next) return one_of(next, { "", "350", "350.50元", "1e3", "0", "-5", "999999999", "9999999999", " 12", "３" }) end },
  { "备注", function(next) return one_of(next, { "", "", "x", "说明" .. next(9) }) end },
}

-- What people and programs do to a cell.
local troubles = {
  function(cell) return '"' .. cell:gsub('"', '""') .. '"' end,
  function(cell) return '"' .. cell .. ',"' end,
  function(cell) return '"' .. cell .. '\n"' end,
  function(cell) return '"' .. cell .. '\r\n\r\n"' end,
  function(cell) return '"' .. cell .. '""\n""' .. cell .. '"' end,
  function(cell) return '"' .. cell end,
  function(cell) return cell .. '"' end,
  function(cell) return '"' .. cell .. '"' .. cell end,
  function(cell) return " " .. cell .. "\u{3000}" end,
  function(cell) return cell .. "," end,
  function() return "" end,
  function(cell) return cell .. "\0" end,
  function(cell) return cell:lower() .. "x" end,
  function(cell) return cell .. "\r" end,
  function(cell) return cell:rep(20) end,
}

local between = { "\n", " \n", "\u{3000}\n", "\r\n", "\xC2\xA0\n", "\r", '"\n', '"\n"\n', "\n\n\n", '""\n', ",\n", "\xE3\n" }

--- `how`: rows, trouble (cells in a thousand), ends (a list of line ends), quotes (every cell quoted), bytes (bytes in
-- a thousand rows replaced), unended (no line end at the end).
function random_roster.text(seed, how)
  local next, lines = numbers(seed), {}
  local headings = {}
  for i, c in ipairs(columns) do headings[i] = c[1] end
  lines[1] = (seed % 3 == 0 and "登记册,,\n\n" or "") .. table.concat(headings, ",") .. how.ends[1]
  for row = 1, how.rows do
    local cells = {}
    for i, c in ipairs(columns) do
      local cell = c[2](next)
      if how.quotes then cell = '"' .. cell .. '"' end
      if next(1000) <= how.trouble then cell = one_of(next, troubles)(cell) end
      cells[i] = cell
    end
    local last = row == how.rows and how.unended
    lines[#lines + 1] = table.concat(cells, ",") .. (last and "" or one_of(next, how.ends))
    if next(1000) <= how.trouble * 3 then lines[#lines + 1] = one_of(next, between) end
  end
  local text = table.concat(lines)
  for _ = 1, how.bytes or 0 do
    local at = 200 + next(#text - 200)
    text = text:sub(1, at - 1) .. string.char(next(256) - 1) .. text:sub(at + 1)
  end
  return text
end

return random_roster
