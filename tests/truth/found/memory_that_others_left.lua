policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
local function hold(n)
  local held
  for i = 1, n do held = { held, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, n } end
  return held ~= nil
end
local function texts(n)
  local t = {}
  for i = 1, n do t[i] = "s" .. i end
  return t[1] == "s1"
end
article "一" "基本" { eligible = true, premium = yuan(350), fiscal = yuan(610), deadline = date "2022-11-30",
  benefit_from = date "2023-01-01", benefit_to = date "2023-12-31" }
article "二" "另外" { premium = yuan(1), overrides = "一", when = function (r)
  local d = r.paid_on and r.paid_on:day() or 1
  if r.student then return texts(60000) end
  return hold(63890 + d)
end }
