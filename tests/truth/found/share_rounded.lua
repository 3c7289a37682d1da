policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
article "一" "基本" { eligible = true, }
article "二" "基本" { premium = yuan(350), fiscal = yuan(610), }
article "三" "基本" { deadline = date "2005-04-29", }
article "五9" "要旨五9" { refund = function (r, e) return (((r.paid_amount or yuan(0))) * ratio(1, 7)):rounded("half_even", fen(10)) end, }
