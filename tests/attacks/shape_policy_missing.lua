-- tries: a script that says nothing
-- load: 3, a script begins with policy
local nothing = 1
