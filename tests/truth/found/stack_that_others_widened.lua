policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
local function wide(n, ...)
  if n <= 0 then return select("#", ...) end
  local k = wide(n - 1, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, ...)
  return k
end
article "一" "基本" { eligible = true, premium = yuan(350), fiscal = yuan(610), deadline = date "2022-11-30",
  benefit_from = date "2023-01-01", benefit_to = date "2023-12-31" }
article "二" "另外" { premium = yuan(1), overrides = "一", when = function (r)
  local d = r.paid_on and r.paid_on:day() or 1
  if r.student then return wide(20) == 1 end
  return wide(d + 20) == 1
end }
