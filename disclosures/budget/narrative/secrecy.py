"""What a disclosure says about what it leaves out (财预〔2016〕143号: 涉密信息不予公开)."""

from typing import Final

# What is said to be 没有 or 未安排 below is so of what is public.
OVER_TABLES: Final = "按照国家保密规定，涉密内容未予公开，以下各表和情况说明均不含涉密支出。"
IN_TEXT: Final = "按照国家保密规定，涉密内容未予公开，以上数据不含涉密支出。"
