#!/usr/bin/env python3
"""Makes the pictures and the reference numbers of this folder's tests.

Run beside this file, with Pillow 9.4, torch 1.13 and torchvision 0.14. The pictures are 12x10;
NAME.rgb holds the pixels that Pillow decodes, transparency laid on white.
"""
import struct, zlib
import numpy as np, torch, torch.nn as nn
from PIL import Image
from torchvision import models, transforms

P = "../pictures/"
y, x = np.mgrid[0:10, 0:12]
RGB = np.stack([x * 20, y * 25, 255 - x * 10 - y * 10], 2).astype(np.uint8)
ALPHA = ((x * 37 + y * 53) % 256).astype(np.uint8)
GREY = (x * 11 + y * 12).astype(np.uint8)


def keep(name, rgb):
    open(P + name + ".rgb", "wb").write(np.ascontiguousarray(rgb, np.uint8).tobytes())


def on_white(rgba):
    a = rgba[..., 3:].astype(int)
    return (rgba[..., :3].astype(int) * a + 255 * (255 - a) + 127) // 255


def save(name, image, **options):
    image.save(P + name, **options)
    keep(name, on_white(np.asarray(Image.open(P + name).convert("RGBA"))))


def png(name, width, height, depth, colour, rows, *extra):
    chunk = lambda t, d: struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    open(P + name, "wb").write(b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
        + b"".join(chunk(*e) for e in extra) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def pictures():
    rgb, rgba = Image.fromarray(RGB), Image.fromarray(np.dstack([RGB, ALPHA]))
    grey = Image.fromarray(GREY)
    grey3 = np.dstack([GREY] * 3)
    save("rgb.png", rgb)
    save("rgba.png", rgba)
    save("grey.png", grey)
    save("grey-alpha.png", Image.merge("LA", [grey, Image.fromarray(ALPHA)]))
    save("one-bit.png", grey.convert("1"))
    save("palette.png", rgb.quantize(16))
    save("palette-transparent.png", rgb.quantize(16), transparency=3)
    save("rgb-transparent-colour.png", rgb, transparency=tuple(int(v) for v in RGB[4, 5]))
    save("grey-transparent-shade.png", grey, transparency=int(GREY[4, 5]))
    wide = GREY.astype(">u2") * 257
    png("grey16.png", 12, 10, 16, 0, [row.tobytes() for row in wide])
    keep("grey16.png", grey3)
    wide = RGB.astype(">u2") * 257
    png("rgb16.png", 12, 10, 16, 2, [row.tobytes() for row in wide])
    keep("rgb16.png", RGB)
    save("rgb.jpg", rgb, quality=95, subsampling=0)
    save("grey.jpg", grey, quality=95)
    save("progressive.jpg", rgb, quality=95, progressive=True)
    save("cmyk.jpg", rgb.convert("CMYK"), quality=95)
    data = bytearray(open(P + "cmyk.jpg", "rb").read())
    data[data.index(b"Adobe") + 11] = 2  # the same bands, now said to be YCCK
    open(P + "ycck.jpg", "wb").write(data)
    keep("ycck.jpg", np.asarray(Image.open(P + "ycck.jpg").convert("RGB")))
    save("palette.gif", rgb.quantize(64))
    rgb.quantize(64).save(P + "animated.gif", save_all=True, append_images=[grey], duration=100)
    keep("animated.gif", np.asarray(Image.open(P + "animated.gif").convert("RGB")))
    save("rgb.bmp", rgb)
    save("palette.bmp", rgb.quantize(16))
    save("one-bit.bmp", grey.convert("1"))
    save("lossless.webp", rgb, lossless=True, exact=True)
    save("lossless-alpha.webp", rgba, lossless=True, exact=True)
    v, u = np.mgrid[0:96, 0:128]
    smooth = np.stack([u * 2, v * 2, 255 - u - v], 2).astype(np.uint8)
    Image.fromarray(smooth).save(P + "lossy.webp", quality=80)
    rgb.save(P + "animated.webp", save_all=True, append_images=[rgb.rotate(180)], lossless=True)
    keep("animated.webp", RGB)


def resizing(out):
    def picture(w, h):
        y, x = np.mgrid[0:h, 0:w]
        return Image.fromarray(np.stack([(x * 23 + y * 7) % 256, (x * x + 3 * y) % 256, (x * y) % 256], 2).astype(np.uint8))

    for w, h in [(100, 37), (3, 5), (9, 8), (8, 20)]:
        image = picture(w, h)
        line(out, f"squash {w}x{h}", np.asarray(image.resize((8, 8), Image.BILINEAR)).transpose(2, 0, 1))
        crop = transforms.Compose([transforms.Resize(8), transforms.CenterCrop(8)])
        line(out, f"crop {w}x{h}", np.asarray(crop(image)).transpose(2, 0, 1))
        scale = 8 / max(w, h)
        small = image.resize((max(1, int(w * scale + 0.5)), max(1, int(h * scale + 0.5))), Image.BILINEAR)
        square = Image.new("RGB", (8, 8))
        square.paste(small, ((8 - small.width) // 2, (8 - small.height) // 2))
        line(out, f"pad {w}x{h}", np.asarray(square).transpose(2, 0, 1))


def line(out, name, numbers):
    out.write(name + ": " + " ".join("%.8g" % v for v in np.asarray(numbers).ravel()) + "\n")


def numbers(count, k):
    return ((np.arange(count, dtype=np.int64) * 7919 + k * 104729) % 10007) / 10007 - 0.5


def fill(module):
    """Weights by a formula that Java repeats: position k in the sorted names, index i."""
    state = {n: t for n, t in module.state_dict().items() if "num_batches" not in n}
    for k, (name, t) in enumerate(sorted(state.items())):
        v = numbers(t.numel(), k)
        if t.dim() > 1:
            v = v * (np.sqrt(12.0) / np.sqrt(t[0].numel()))
        elif name.endswith("running_var") or ("weight" in name):
            v = v + 0.75
        t.copy_(torch.from_numpy(v).reshape(t.shape).float())
    return list(state)


def batch(b, size):
    return torch.from_numpy(numbers(b * 3 * size * size, 1000)).reshape(b, 3, size, size).float()


class Block(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(i, o, 3, padding=1), nn.BatchNorm2d(o)

    def forward(self, v):
        return torch.max_pool2d(torch.relu(self.norm(self.conv(v))), 2)


class Cnn(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.blocks = nn.ModuleList([Block(3, 4), Block(4, 8)])
        self.fc, self.token = nn.Linear(8 * 16, 6), nn.Linear(8, 6)
        self.position = nn.Embedding((size // 4) ** 2, 6)

    def forward(self, v):
        for block in self.blocks:
            v = block(v)
        pooled = torch.relu(self.fc(nn.functional.adaptive_avg_pool2d(v, 4).flatten(1)))
        return pooled, self.token(v.flatten(2).transpose(1, 2)) + self.position.weight


def networks(out):
    torch.set_grad_enabled(False)
    for depth in 18, 34, 50:
        net = getattr(models, f"resnet{depth}")(num_classes=10)
        names = fill(net)
        if depth < 50:
            open(f"resnet{depth}.names", "w").write("".join(
                f"{n} {list(net.state_dict()[n].shape)}\n" for n in names if not n.startswith("fc.")))
        net.eval()
        if depth != 34:
            line(out, f"resnet{depth}", net(batch(2, 64)))
    for size in 16, 20, 11:
        net = Cnn(size)
        fill(net)
        net.eval()
        pooled, tokens = net(batch(2, size))
        line(out, f"cnn {size} pooled", pooled)
        line(out, f"cnn {size} tokens", tokens)
        net.train()
        line(out, f"cnn {size} training", net(batch(2, size))[0])
        line(out, f"cnn {size} running_var", net.state_dict()["blocks.1.norm.running_var"])
    torch.set_grad_enabled(True)
    norm = nn.BatchNorm2d(2)
    fill(norm)
    v = batch(2, 3)[:, :2].requires_grad_()
    y = norm(v)
    (y * y * y).sum().backward()
    line(out, "norm output", y.detach())
    line(out, "norm running_mean", norm.running_mean)
    line(out, "norm running_var", norm.running_var)
    line(out, "norm weight gradient", norm.weight.grad)
    line(out, "norm bias gradient", norm.bias.grad)
    norm.eval()
    line(out, "norm evaluation", norm(v).detach())


pictures()
with open("resizing.txt", "w") as f:
    resizing(f)
with open("networks.txt", "w") as f:
    networks(f)
