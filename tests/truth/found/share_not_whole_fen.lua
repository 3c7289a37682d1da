policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
effect "own1" { type = "money", title = "自有1", output = true, formula = function (r, e) return ((r.paid_amount) * percent(7)):rounded("up") end }
article "一" "基本" { eligible = true, }
article "二" "基本" { premium = yuan(350), fiscal = yuan(610), }
article "三" "基本" { deadline = date "2021-04-15", }
article "四" "基本" { benefit_from = date "2023-01-01", benefit_to = date "2023-12-31", }
