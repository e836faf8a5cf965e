import numpy as np


def conv_table(channels, height, width, kernel, stride, padding):
    """The number of the input (channel, row, column) under every tap and place of the output, −1 where the kernel hangs over."""
    index = np.full((channels, height + 2 * padding, width + 2 * padding), -1)
    index[:, padding : padding + height, padding : padding + width] = np.arange(channels * height * width).reshape(channels, height, width)
    down = [slice(k, k + height + 2 * padding - kernel + 1, stride) for k in range(kernel)]
    across = [slice(k, k + width + 2 * padding - kernel + 1, stride) for k in range(kernel)]
    taps = [[index[c, rows, columns].ravel() for rows in down for columns in across] for c in range(channels)]
    return np.array(taps).reshape(channels * kernel * kernel, -1)


def pool_table(channels, height, width, size):
    """The inputs of every window, size² × outputs; an incomplete rest is dropped."""
    rows, columns = height // size, width // size
    index = np.arange(channels * height * width).reshape(channels, height, width)[:, : rows * size, : columns * size]
    return index.reshape(channels, rows, size, columns, size).transpose(2, 4, 0, 1, 3).reshape(size * size, -1)
