"""peers.py FOLDER NAME [MODE]: passes standard input through another library, installed in FOLDER. Called by run.sh.

Line by line where the library works on lines; as a whole where it takes any text.
"""
import importlib
import sys

folder, name, *mode = sys.argv[1:]
sys.path.insert(0, folder)
read = lambda: sys.stdin.buffer.read().decode("utf-8", "replace")
write = lambda text: sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
REGIONS = {"s2t": "zh-hant", "t2s": "zh-hans", "s2twp": "zh-tw"}

if name == "ftfy":
    # What makes ftfy tidy characters that were never damaged is switched off.
    ftfy = importlib.import_module("ftfy")
    config = ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False, fix_latin_ligatures=False,
                                  normalization=None, unescape_html=False, fix_line_breaks=False)
    for line in read().splitlines(keepends=True):
        write(ftfy.fix_text(line, config))
elif name == "plsfix":
    plsfix = importlib.import_module("plsfix")
    for line in read().splitlines(keepends=True):
        write(plsfix.fix_text(line))
elif name == "autocorrect":
    write(importlib.import_module("autocorrect_py").format(read()))
elif name == "opencc":
    write(importlib.import_module("opencc").OpenCC(mode[0]).convert(read()))
elif name == "zhconv_rs":
    write(importlib.import_module("zhconv_rs").zhconv(read(), REGIONS[mode[0]]))
elif name == "zhconv":
    write(importlib.import_module("zhconv").convert(read(), REGIONS[mode[0]]))
else:
    sys.exit(f"no peer {name}")
