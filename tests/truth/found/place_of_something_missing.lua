policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
field "own_date2" { title = "自有2", headings = { "自有2" }, type = "date", blank = "none" }
effect "own1" { type = "money", title = "自有1", output = true, default = yuan(50) }
article "一" "基本" { eligible = true, }
article "二" "基本" { premium = yuan(350), fiscal = yuan(610), }
article "三" "基本" { deadline = date "2022-12-31", }
article "四" "基本" { benefit_from = date "2023-01-01", benefit_to = date "2023-12-31", }
article "五4" "要旨五4" { when = function (r, e) return yuan(270) >= (e.own1 or yuan(50)) end, }
article "五7" "要旨五7" { own1 = yuan(50), when = function (r, e) return age_at_least(date "2023-01-28", 6, r.own_date2) end, }
