"""The network: a small U of 3x3 convolutions over the cells; the same as src/measurement/suggest/network.rs."""
import torch
from torch import nn
from torch.nn import functional as F


def block(inputs, outputs):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


class HeadMap(nn.Module):
    def __init__(self, inputs, outputs, widths=(16, 24, 32, 48)):
        super().__init__()
        a, b, c, d = widths
        self.e1 = nn.Sequential(block(inputs, a), block(a, a))
        self.e2 = nn.Sequential(block(a, b), block(b, b))
        self.e3 = nn.Sequential(block(b, c), block(c, c))
        self.e4 = nn.Sequential(block(c, d), block(d, d))
        self.d3 = block(d + c, c)
        self.d2 = block(c + b, b)
        self.d1 = block(b + a, a)
        self.out = nn.Conv2d(a, outputs, 1)
        self.drop = nn.Dropout2d(0.15)

    def forward(self, x):
        down = lambda t: F.max_pool2d(t, 2)
        up = lambda t: F.interpolate(t, scale_factor=2, mode="nearest")
        e1 = self.e1(x)
        e2 = self.e2(down(e1))
        e3 = self.e3(down(e2))
        e4 = self.drop(self.e4(down(e3)))
        d3 = self.drop(self.d3(torch.cat([up(e4), e3], 1)))
        d2 = self.d2(torch.cat([up(d3), e2], 1))
        d1 = self.d1(torch.cat([up(d2), e1], 1))
        return self.out(d1)
