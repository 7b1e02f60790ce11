"""Rules P1 and P2: what is a person's own has no place in a published document."""

import re
from collections.abc import Iterator

from .case import Case
from .finding import Finding
from .identifiers import identifiers, masked

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
    "魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎"
    "易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛"
    "管祝左涂谷祁时舒耿牟卜肖詹关苗凌费纪靳盛童欧甄项曲成游阳裴席查屈鲍位覃霍翁隋植甘景薄"
    "柏宁柯阮桂闵柴华冉阿艾古吐买热努玉克依"
)
# Surnames of two characters, and parts of names of Xinjiang's peoples.
LONGER_NAMES = re.compile(
    "^(?:欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容)|古丽|买买提|阿不都|木合|吾甫尔|别克$"
)
MIDDLE_DOT = re.compile("^[\u4e00-\u9fff]{2,}[·•・．][\u4e00-\u9fff]{2,}$")
# What names an office has in it, and no person.
OFFICE = re.compile(
    "[科处室部办局股组站队所院校委厅厂馆社党]|中心|协会|工会|园区|财务|人事|综合|行政|秘书|后勤|教务|总务|会计|"
    "出纳|金融|信息|安全|规划|计划|管理|服务|事务|项目|保卫|物业|联系|电话|负责|单位|部门|文化|体育|纪检|监察|[林农牧渔工商]业|文秘|史志"
)
APART = re.compile(
    r"[\s、，,；;：:/（）()0-9０-９\-—]+|[科处局部股站院校所队]长|主任|书记|经理|同志|先生|女士|老师"
)
AFTER_OFFICE = re.compile("^.*(?:[科处室部办局股组站队所]|中心)(?=[\u4e00-\u9fff]{2,3}$)")


def p1(case: Case) -> Iterator[Finding]:
    """Mobile, ID and bank card numbers and personal e-mail in anything that staff typed."""
    for text in case.texts:
        kinds: dict[str, list[str]] = {}
        for kind, what in identifiers(text.words):
            kinds.setdefault(kind, []).append(masked(what))
        for kind, found in kinds.items():
            message = (
                f"{text.label}中有{kind} {len(found)} 处（{'、'.join(found)}），"
                "属个人信息，不得公开，请删除或改为办公电话、单位邮箱。"
            )
            yield Finding("P1", "error", text.place, message)


def p2(case: Case) -> Iterator[Finding]:
    """A contact is an office, not a person."""
    for text in case.texts:
        if text.kind == "contact" and any(map(is_name, _parts(text.words))):
            message = f"{text.label}疑似填写了个人姓名，请改为科室名称，确属科室的说明理由。"
            yield Finding("P2", "warning", text.place, message)


def _parts(words: str) -> Iterator[str]:
    for part in APART.split(words):
        yield part
        yield AFTER_OFFICE.sub("", part)


def is_name(words: str) -> bool:
    """Whether it reads as a person's name: a surname, a given name, and no office."""
    if OFFICE.search(words):
        return False
    if MIDDLE_DOT.match(words):
        return True
    is_short = re.fullmatch("[\u4e00-\u9fff]{2,4}", words) is not None
    return bool(LONGER_NAMES.search(words)) or (is_short and words[0] in SURNAMES)
