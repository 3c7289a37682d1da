-- tries: any file of the machine as a task table
-- load: 3, targets names a plain file beside the script, not “/etc/passwd”
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
targets "二" { total = 1, file = "/etc/passwd" } --!
